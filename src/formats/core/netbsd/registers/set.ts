export { type RegisterSet, read } from '../../linux/registers/set.js'
