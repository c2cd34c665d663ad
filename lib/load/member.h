/* member.h: members of objects, written: quern__member_value (lib/expr/object.h) reads them. */
#ifndef QUERN__LOAD_MEMBER_H
#define QUERN__LOAD_MEMBER_H

#include "lib/base/arena.h"
#include "lib/model/schema.h"

/* The field whose member begins there; NULL: none does. A relation's is its key. */
const quern__field *quern__member_at(const quern__model *model, size_t offset);

/* Bytes of the member, without a twin's `present`. */
size_t quern__member_size(const quern__field *field);

/* Whether the members of two structs have the same bytes. */
bool quern__member_same_bytes(const quern__field *field, const void *a, const void *b);

/* Copies the member's bytes from one struct to another. */
void quern__member_copy_bytes(const quern__field *field, const void *from, void *to);

/* Writes a value, which is NULL or of the field's kind; what it points to is borrowed. */
void quern__member_store(const quern__field *field, const quern_value *value, void *to);

/* Copies the member from one struct to another, with all that it points to, which then lies in the arena. False when out of memory, and
 * then the member is as it was. */
bool quern__member_copy(quern__arena *arena, const quern__field *field, const void *from, void *to);

#endif
