// Aborts in an inlined template inside a lambda that an algorithm of the library calls.
#include <algorithm>
#include <cstdlib>
#include <vector>

struct Counter {
  int limit;
  template <class T> int check(T value) const {
    if (value > 2) abort();
    return limit;
  }
};

namespace work {
static inline __attribute__((always_inline)) int step(int value) { return Counter{value}.check<long>(value + 2) + 1; }

__attribute__((noinline)) int all(std::vector<int> const &values) {
  int sum = 0;
  std::for_each(values.begin(), values.end(), [&](int value) { sum += step(value); });
  return sum;
}
}  // namespace work

int main(int argc, char **) {
  std::vector<int> values;
  for (int i = 0; i < 5; i++) values.push_back(i + argc);
  return work::all(values);
}
