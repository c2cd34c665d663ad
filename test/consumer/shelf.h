/* shelf.h: the models that the consumers share. They are built outside the tree, against an installed quern, as C11 and as
 * C++17: C declares and defines it, C++ only declares it. */
#ifndef SHELF_H
#define SHELF_H

#include <quern/quern.h>

typedef struct shelf {
    quern_object object;
    int64_t id;
    const char *title;
    bool published;
    quern_null_i32 pages;
} shelf;

/* What is written on one. In C++ a member may not have the bare name of its type. */
typedef struct label {
    quern_object object;
    int64_t id;
    const char *word;
    quern_null_i64 shelf_id;
    struct shelf *shelf;
} label;

#ifdef __cplusplus
extern "C" {
#endif
QUERN_DECLARE_MODEL(shelf);
QUERN_DECLARE_MODEL(label);
#ifdef __cplusplus
}
#endif

#endif
