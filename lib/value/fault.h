/* fault.h: what is wrong with a value whatever it is for: no column could hold it. So that a program is told at the call, in
 * words of its own language, and not by the server. */
#ifndef QUERN__VALUE_FAULT_H
#define QUERN__VALUE_FAULT_H

#include <quern/value.h>

/* The texts are static. */
typedef struct quern__fault {
    const char *noun; /* "text": of the value, or of the item */
    const char *what; /* "is not valid UTF-8"; NULL: nothing is wrong */
    const char *hint;
    bool in_item; /* it is an item of an array that is wrong, the first such */
    size_t item;  /* its index */
} quern__fault;

/* The value is not NULL, and of a kind that columns have, or TOO_BIG with QUERN_ARRAY. */
quern__fault quern__value_fault(const quern_value *value);

#endif
