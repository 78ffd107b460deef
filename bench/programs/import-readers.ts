/** Imports the readers as a program would, and ends. */
import 'exhume/readers'
