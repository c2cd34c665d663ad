/* out.c: see out.h. */
#include "lib/report/out.h"

#include "lib/base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void quern__out_begin(quern__out *out, quern_write *write, void *context)
{
    out->write = write;
    out->context = context;
    out->stopped = false;
    out->size = 0;
}

static void flush(quern__out *out)
{
    if (out->size && !out->stopped)
        out->stopped = !out->write(out->context, out->bytes, out->size);
    out->size = 0;
}

bool quern__out_end(quern__out *out)
{
    flush(out);
    return !out->stopped;
}

void quern__out_put_bytes(quern__out *out, const char *bytes, size_t size)
{
    while (size) {
        const size_t room = sizeof out->bytes - out->size, now = size < room ? size : room;
        memcpy(out->bytes + out->size, bytes, now);
        out->size += now;
        bytes += now;
        size -= now;
        if (out->size == sizeof out->bytes)
            flush(out);
    }
}

void quern__out_put(quern__out *out, const char *text)
{
    quern__out_put_bytes(out, text, strlen(text));
}

void quern__out_format(quern__out *out, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    quern__out_put(out, text);
}

/* The digits with commas, right-aligned in `to`: gives where they begin. */
static char *put_number(int64_t number, char *end)
{
    uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    int digits = 0;
    *--end = '\0';
    do {
        if (digits && digits % 3 == 0)
            *--end = ',';
        *--end = (char)('0' + left % 10);
        digits++;
    } while (left /= 10);
    if (number < 0)
        *--end = '-';
    return end;
}

void quern__out_number(quern__out *out, int64_t number, int width)
{
    char text[32];
    quern__out_format(out, "%*s", width, put_number(number, text + sizeof text));
}

void quern__out_ms(quern__out *out, int64_t microseconds, int width)
{
    char whole[32], text[40];
    const int64_t hundredths = microseconds / 10 + (microseconds % 10 >= 5);
    snprintf(text, sizeof text, "%s.%02d", put_number(hundredths / 100, whole + sizeof whole),
             (int)(hundredths % 100));
    quern__out_format(out, "%*s", width, text);
}

/* ---- Characters ---- */

static uint32_t decode(const unsigned char *at, size_t size)
{
    uint32_t character = size == 1 ? at[0] : at[0] & (0x7fU >> size);
    for (size_t i = 1; i < size; i++)
        character = character << 6 | (at[i] & 0x3fU);
    return character;
}

/* Of the last 34 noncharacters; and marks that let text run the other way, or end a line where none should. */
static bool misleads(uint32_t c)
{
    return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef) || (c >= 0x80 && c <= 0x9f) || c == 0x61c ||
           c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0xfeff;
}

uint32_t quern__clean_next(const char **at, const char *end)
{
    enum { REPLACEMENT = 0xfffd, PICTURES = 0x2400, PICTURE_OF_DELETE = 0x2421 };
    const size_t size = quern__utf8_sequence(*at, (size_t)(end - *at));
    const uint32_t c = size ? decode((const unsigned char *)*at, size) : REPLACEMENT;
    *at += size ? size : 1;
    if (c == '\t' || c == '\n')
        return c;
    if (c < 0x20)
        return PICTURES + c;
    if (c == 0x7f)
        return PICTURE_OF_DELETE;
    return misleads(c) ? REPLACEMENT : c;
}

void quern__out_character(quern__out *out, uint32_t c)
{
    char bytes[4];
    size_t size = 0;
    if (c < 0x80) {
        bytes[size++] = (char)c;
    } else {
        if (c >= 0x10000) {
            bytes[size++] = (char)(0xf0 | c >> 18);
            bytes[size++] = (char)(0x80 | (c >> 12 & 0x3f));
        } else if (c >= 0x800) {
            bytes[size++] = (char)(0xe0 | c >> 12);
        }
        bytes[size] = (char)(c < 0x800 ? 0xc0 | c >> 6 : 0x80 | (c >> 6 & 0x3f));
        size++;
        bytes[size++] = (char)(0x80 | (c & 0x3f));
    }
    quern__out_put_bytes(out, bytes, size);
}
