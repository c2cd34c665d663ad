/* libfuzzer.c: the driver for libFuzzer: one program for all targets, which runs the one that QUERN_FUZZ_TARGET names. */
#include "test/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *count, char ***words);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const quern__fuzz_target *target;

void quern__fuzz_failed(const char *site, const char *what)
{
    fprintf(stderr, "%s: %s: does not hold: %s\n", site, target->name, what);
    abort();
}

int LLVMFuzzerInitialize(int *count, char ***words)
{
    (void)count;
    (void)words;
    const char *name = getenv("QUERN_FUZZ_TARGET");
    target = name ? quern__fuzz_find(name) : NULL;
    if (target)
        return 0;
    fputs("QUERN_FUZZ_TARGET must be one of:", stderr);
    for (size_t i = 0; quern__fuzz_at(i); i++)
        fprintf(stderr, " %s", quern__fuzz_at(i)->name);
    fputs("\n", stderr);
    exit(2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    target->run(data, size);
    return 0;
}
