/* parts.h: what a value is made of. */
#ifndef QUERN__VALUE_PARTS_H
#define QUERN__VALUE_PARTS_H

#include <quern/value.h>

/* Whether it is SQL's NULL: of that kind, or its pointer is NULL. */
bool quern__value_is_null(const quern_value *value);

/* Bytes of the C type of a kind, for an array of that of its items; 0: it is no kind that members have. */
size_t quern__value_size(unsigned kind);

/* Writes a value of a kind that is no array's to its place in an array of the kind's C type. Texts are borrowed. */
void quern__value_store(void *items, size_t index, unsigned kind, const quern_value *value);

/* One item of an array, of which there are `array->count`; of kind NULL when it is NULL. Borrowed from the array. */
quern_value quern__value_item(const quern_value *array, size_t index);

#endif
