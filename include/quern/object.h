/* object.h: what every object that quern loads carries. */
#ifndef QUERN_OBJECT_H
#define QUERN_OBJECT_H

#include <quern/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The first member of every model's struct. Zeroed, it is an object that quern has not seen. 16 bytes for ever on 64 bits;
 * all else hangs on the result. Never write to it. */
typedef struct quern_object {
    quern_result *result; /* knows session, model and peers */
    uint32_t row;         /* its place among its peers */
    uint32_t flags;
} quern_object;

#ifdef __cplusplus
}
#endif

#endif
