/* target_decimal.c: a text as a decimal, as a double, and as a scaled number. strtod, in the C locale, reads more than the
 * decimals, and what it reads it reads rightly. */
#include "test/fuzz/fuzz.h"

#include <quern/convert.h>

#include <stdlib.h>
#include <string.h>

static void check_real(const char *text, double real)
{
    char *end;
    const double expected = strtod(text, &end);
    QUERN__FUZZ_CHECK(*end == '\0');
    QUERN__FUZZ_CHECK(memcmp(&real, &expected, sizeof real) == 0 || (real != real && expected != expected));
}

static void check_scaled(const char *text, unsigned scale, double real)
{
    int64_t scaled = 5, back;
    char written[QUERN_TEXT_SIZE];
    double again;
    if (!quern_decimal_to_scaled(quern_decimal_of(text), scale, &scaled)) {
        QUERN__FUZZ_CHECK(scaled == 5);
        return;
    }
    QUERN__FUZZ_CHECK(quern_decimal_of_scaled(scaled, scale, written, sizeof written) < sizeof written);
    QUERN__FUZZ_CHECK(quern_decimal_to_scaled(quern_decimal_of(written), scale, &back) && back == scaled);
    QUERN__FUZZ_CHECK(quern_decimal_to_f64(quern_decimal_of(written), &again) && !(again < real) &&
                      !(again > real));
}

void quern__fuzz_decimal(const uint8_t *data, size_t size)
{
    char *text = quern__fuzz_text(data, size);
    double real = 5;
    const bool valid = quern_decimal_valid(text);
    QUERN__FUZZ_CHECK(quern_decimal_to_f64(quern_decimal_of(text), &real) == valid);
    QUERN__FUZZ_CHECK(valid || (real >= 5 && real <= 5));
    if (valid)
        check_real(text, real);
    for (unsigned scale = 0; scale <= 18; scale += 6)
        check_scaled(text, scale, real);
    free(text);
}
