/* extra.h: columns of quern_raw that no field is for. Their cells are kept as they came, and decoded into whatever is asked for. */
#ifndef QUERN__LOAD_EXTRA_H
#define QUERN__LOAD_EXTRA_H

#include "lib/load/result.h"

/* The number of the column of that name; the count of them when there is none. */
size_t quern__extra_find(const quern__extras *extras, const char *name);

/* The cell of a row, which has extras; the object may be a copy of it. */
const quern_cell *quern__extra_cell(const quern_object *row, size_t extra);

/* Decodes a cell that is not NULL into a place of the decoder's kind; what that points to is taken of the arena. */
quern_decoded quern__extra_decode(quern_decoder *decode, const quern_cell *cell, quern__arena *arena,
                                  void *out);

/* The value of a row's column, of the first kind that takes its type, for people. *kind is that kind, which NULL has
 * too; END when no kind takes the type or the value. False when out of memory. */
bool quern__extra_value(const quern_object *row, size_t extra, quern__arena *arena, quern_value *out,
                        quern_kind *kind);

#endif
