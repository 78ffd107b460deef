/* Crashes in a callback of qsort; with an argument, inside a signal handler. A second thread waits. */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

volatile int armed;

static int compare(const void *a, const void *b) {
  if (armed) *(volatile int *)0 = 1;
  return *(const int *)a - *(const int *)b;
}

__attribute__((noinline)) int sort_four(int n) {
  int values[4] = {4, 3, 2, n};
  armed = 1;
  qsort(values, 4, sizeof *values, compare);
  return values[0];
}

__attribute__((noinline)) int with_buffer(int n) {
  char buffer[200];
  memset(buffer, n, sizeof buffer);
  return sort_four(n + buffer[3]) + 1;
}

static void *wait_forever(void *p) {
  for (;;) pause();
  return p;
}

static void handler(int signal) { with_buffer(signal); }

int main(int argc, char **argv) {
  pthread_t thread;
  pthread_create(&thread, 0, wait_forever, 0);
  usleep(20000);
  if (argc > 1) {
    signal(SIGUSR1, handler);
    raise(SIGUSR1);
  }
  return with_buffer(argc);
}
