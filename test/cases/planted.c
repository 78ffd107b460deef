/* A program with a secret in every place that a core can hold: each is SECRET, a number, and the program's own argument. It crashes in a nested call. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

char data[64] = "SECRET-DATA-01";
char bss[64];
const char rodata[] = "SECRET-RODATA-02";
static __thread char local[64];

static void wide(uint16_t *to, const char *text) {
  while ((*to++ = (unsigned char)*text++)) {}
}

static void *other(void *unused) {
  char stack[64] = "SECRET-THREADSTACK-03";
  strcpy(local, "SECRET-THREADLOCAL-04");
  pthread_setname_np(pthread_self(), "SECRET-THR-05");
  for (;;) { usleep(1000); __asm__ volatile("" ::"r"(stack) : "memory"); }
  return unused;
}

__attribute__((noinline)) static int deepest(volatile int *where, const char *secret) {
  char stack[64];
  strcpy(stack, secret);
  __asm__ volatile("movups %0, %%xmm5\n\tmovq %0, %%r13" ::"m"(*stack) : "xmm5", "r13", "memory");
  *where = 1;
  return stack[3];
}
__attribute__((noinline)) int middle(volatile int *where) { return deepest(where, "SECRET-STACK-06") + 1; }
__attribute__((noinline)) int outer(volatile int *where) { return middle(where) + 1; }

int main(int argc, char **argv) {
  pthread_t thread;
  char *small = malloc(64), *large = malloc(1 << 20), *text = malloc(128);
  strcpy(small, "SECRET-HEAP-07");
  strcpy(large, "SECRET-LARGE-08");
  wide((uint16_t *)text, "SECRET-WIDE-09");
  __asm__ volatile("" ::"r"(small), "r"(large), "r"(text) : "memory");
  strcpy(bss, "SECRET-BSS-10");
  strcpy(local, "SECRET-TLS-11");
  setenv("LATER", "SECRET-SETENV-12", 1);
  prctl(PR_SET_NAME, "SECRET-COMM-13");
  int memory = memfd_create("SECRET-MEMFD-14", 0);
  ftruncate(memory, 4096);
  strcpy(mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0), "SECRET-SHARED-15");
  strcpy(mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), "SECRET-ANON-16");
  int file = open(argv[2], O_RDWR);
  strcpy(mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0), "SECRET-PRIVATE-17");
  /* 18: the name of that file; 19: an argument; 20: the environment; 21: the directory of the program */
  pthread_create(&thread, 0, other, 0);
  usleep(20000);
  return outer((volatile int *)(intptr_t)(argc == 0));
}
