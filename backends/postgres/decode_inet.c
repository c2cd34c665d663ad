/* decode_inet.c: addresses and networks: family, prefix, whether it is a cidr, how many bytes follow, and these. */
#include "backends/postgres/decode.h"

#include <string.h>

enum { HEADER = 4 };

/* The server's numbers for the families, which are its own: AF_INET6 differs from system to system. */
enum { IPV4 = 2, IPV6 = 3 };

quern_decoded quern__pg_inet_to_inet(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    const unsigned char *bytes = cell->data;
    if (cell->size < HEADER || (bytes[0] != IPV4 && bytes[0] != IPV6))
        return QUERN_DECODE_MALFORMED;
    const bool four = bytes[0] == IPV4;
    const size_t size = four ? 4 : 16;
    if (bytes[1] > 8 * size || bytes[2] > 1 || bytes[3] != size || cell->size != HEADER + size)
        return QUERN_DECODE_MALFORMED;
    quern_inet inet = { .family = four ? 4 : 6, .prefix = bytes[1] };
    memcpy(inet.bytes, bytes + HEADER, size);
    *(quern_inet *)member = inet;
    return QUERN_DECODED;
}
