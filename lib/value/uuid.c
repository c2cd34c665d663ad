/* uuid.c: universally unique identifiers, read as PostgreSQL reads them. */
#include "lib/value/line.h"
#include "lib/value/scan.h"

#include <string.h>

static const char digits[] = "0123456789abcdef";

size_t quern_uuid_format(quern_uuid uuid, char *out, size_t size)
{
    quern__line line = { .size = 0 };
    for (size_t i = 0; i < sizeof uuid.bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            quern__line_put_char(&line, '-');
        quern__line_put_char(&line, digits[uuid.bytes[i] >> 4]);
        quern__line_put_char(&line, digits[uuid.bytes[i] & 15]);
    }
    return quern__line_copy(&line, out, size);
}

static bool scan_half(const char **at, uint8_t *byte)
{
    const char c = **at >= 'A' && **at <= 'F' ? (char)(**at - 'A' + 'a') : **at;
    const char *found = c ? strchr(digits, c) : NULL;
    if (!found)
        return false;
    *byte = (uint8_t)(*byte << 4 | (found - digits));
    ++*at;
    return true;
}

bool quern_uuid_parse(const char *text, quern_uuid *out)
{
    quern_uuid uuid = { { 0 } };
    if (!text)
        return false;
    const bool braces = quern__scan_skip(&text, "{");
    for (size_t i = 0; i < sizeof uuid.bytes; i++) {
        if (i > 0 && i % 2 == 0)
            quern__scan_skip(&text, "-");
        if (!scan_half(&text, &uuid.bytes[i]) || !scan_half(&text, &uuid.bytes[i]))
            return false;
    }
    if ((braces && !quern__scan_skip(&text, "}")) || *text)
        return false;
    *out = uuid;
    return true;
}
