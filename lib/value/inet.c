/* inet.c: addresses. Written as PostgreSQL does: the first of the longest runs of zero words, of two at least, is "::"; the
 * last 32 bits of ::ffff:1.2.3.4 and ::1.2.3.4 as IPv4. Where the C library's inet_ntop differs from another's, this does not. */
#include "lib/value/line.h"
#include "lib/value/scan.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

enum { WORDS = 8 };

static uint8_t most_prefix(const quern_inet *inet)
{
    return inet->family == 4 ? 32 : inet->family == 6 ? 128 : 0;
}

static void put_v4(quern__line *line, const uint8_t *bytes)
{
    for (int i = 0; i < 4; i++) {
        if (i > 0)
            quern__line_put_char(line, '.');
        quern__line_put_number(line, bytes[i], 1);
    }
}

static unsigned word_at(const uint8_t *bytes, int i)
{
    return (unsigned)bytes[2 * i] << 8 | bytes[2 * i + 1];
}

/* Where the first of the longest runs of zero words begins, and how many words it has. */
static int longest_zeros(const uint8_t *bytes, int *length)
{
    int best = 0, start = 0;
    *length = 0;
    for (int i = 0; i < WORDS; i++) {
        if (word_at(bytes, i))
            start = i + 1;
        else if (i + 1 - start > *length) {
            best = start;
            *length = i + 1 - start;
        }
    }
    return best;
}

static void put_word(quern__line *line, unsigned word)
{
    bool begun = false;
    for (int shift = 12; shift >= 0; shift -= 4) {
        begun |= shift == 0 || word >> shift;
        if (begun)
            quern__line_put_char(line, "0123456789abcdef"[word >> shift & 15]);
    }
}

static bool ends_as_v4(const uint8_t *bytes, int start, int zeros)
{
    return start == 0 && (zeros == 6 || (zeros == 5 && word_at(bytes, 5) == 0xffff));
}

static void put_v6(quern__line *line, const uint8_t *bytes)
{
    int zeros, start = longest_zeros(bytes, &zeros);
    if (zeros < 2)
        start = zeros = -1;
    for (int i = 0; i < WORDS; i++) {
        if (i >= start && i < start + zeros) {
            quern__line_put(line, i == start ? ":" : "");
            continue;
        }
        quern__line_put(line, i > 0 ? ":" : "");
        if (i == 6 && ends_as_v4(bytes, start, zeros)) {
            put_v4(line, bytes + 12);
            return;
        }
        put_word(line, word_at(bytes, i));
    }
    quern__line_put(line, start >= 0 && start + zeros == WORDS ? ":" : "");
}

size_t quern_inet_format(quern_inet inet, char *out, size_t size)
{
    quern__line line = { .size = 0 };
    if (!most_prefix(&inet) || inet.prefix > most_prefix(&inet)) {
        quern__line_put_char(&line, '?');
        return quern__line_copy(&line, out, size);
    }
    (inet.family == 4 ? put_v4 : put_v6)(&line, inet.bytes);
    if (inet.prefix < most_prefix(&inet)) {
        quern__line_put_char(&line, '/');
        quern__line_put_number(&line, inet.prefix, 1);
    }
    return quern__line_copy(&line, out, size);
}

static bool scan_prefix(const char *at, quern_inet *inet)
{
    int64_t prefix;
    if ((at[0] == '0' && at[1]) || !quern__scan_number(&at, 1, 3, &prefix) || *at || prefix > inet->prefix)
        return false;
    inet->prefix = (uint8_t)prefix;
    return true;
}

bool quern_inet_parse(const char *text, quern_inet *out)
{
    char address[INET6_ADDRSTRLEN] = "";
    quern_inet inet = { 0 };
    if (!text)
        return false;
    const size_t length = strcspn(text, "/");
    if (length >= sizeof address)
        return false;
    memcpy(address, text, length);
    inet.family = strchr(address, ':') ? 6 : 4;
    inet.prefix = most_prefix(&inet);
    if (inet_pton(inet.family == 4 ? AF_INET : AF_INET6, address, inet.bytes) != 1 ||
        (text[length] && !scan_prefix(text + length + 1, &inet)))
        return false;
    *out = inet;
    return true;
}
