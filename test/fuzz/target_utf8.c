/* target_utf8.c: quern__utf8_valid against a reading of RFC 3629 that decodes each character and has no table. */
#include "test/fuzz/fuzz.h"

#include "lib/base/utf8.h"

/* The bytes of the character that begins here; 0 when it is malformed. */
static size_t plain_size(const uint8_t *bytes, size_t left)
{
    const uint8_t first = bytes[0];
    const size_t size = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    if (size < 2 || size > left || first >= 0xf8)
        return size == 1;
    uint32_t point = first & (0x7fu >> size);
    for (size_t i = 1; i < size; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        point = point << 6 | (bytes[i] & 0x3f);
    }
    const bool surrogate = point >= 0xd800 && point <= 0xdfff;
    return point < least[size] || point > 0x10ffff || surrogate ? 0 : size;
}

void quern__fuzz_utf8(const uint8_t *data, size_t size)
{
    size_t at = 0, step = 1;
    while (at < size && (step = plain_size(data + at, size - at)) != 0)
        at += step;
    QUERN__FUZZ_CHECK(quern__utf8_valid((const char *)data, size) == (at == size));
    QUERN__FUZZ_CHECK(quern__utf8_valid((const char *)data, at));
}
