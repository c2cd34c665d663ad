/* out.h: what a report is written to: gathers small pieces into large ones, and remembers that the writer wants no more. And text from
 * anywhere, made harmless. */
#ifndef QUERN__REPORT_OUT_H
#define QUERN__REPORT_OUT_H

#include <quern/report.h>

typedef struct quern__out {
    quern_write *write;
    void *context;
    bool stopped; /* it said no */
    size_t size;
    char bytes[4096];
} quern__out;

void quern__out_begin(quern__out *out, quern_write *write, void *context);

/* Hands over what is left. False when the writer ever said no. */
bool quern__out_end(quern__out *out);

void quern__out_put(quern__out *out, const char *text);
void quern__out_put_bytes(quern__out *out, const char *bytes, size_t size);

/* As printf, for numbers and what is as short: cut to 255 bytes. */
void quern__out_format(quern__out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Whole numbers with commas, and microseconds as milliseconds with two decimals, at least `width` columns wide: "1,204", "12.30". */
void quern__out_number(quern__out *out, int64_t number, int width);
void quern__out_ms(quern__out *out, int64_t microseconds, int width);

/* The next character of bytes that may be anything: what is no UTF-8 is U+FFFD, and so is what turns the text around it or is none;
 * control characters, but for tab and newline, are their pictures. Moves *at on; not to be called at the end. */
uint32_t quern__clean_next(const char **at, const char *end);

/* One character, in UTF-8. */
void quern__out_character(quern__out *out, uint32_t character);

#endif
