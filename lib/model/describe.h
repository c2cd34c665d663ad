/* describe.h: reading a model's descriptor, whatever the header that it was compiled with. */
#ifndef QUERN__MODEL_DESCRIBE_H
#define QUERN__MODEL_DESCRIBE_H

#include <quern/model.h>

/* A copy of the descriptor; members that its header did not have are zero. */
quern_model quern__describe_model(const quern_model *descriptor);

/* A copy of its field number `index`, likewise; false past the end. */
bool quern__describe_field(const quern_model *model, size_t index, quern_field *out);

/* How many fields it lists. */
size_t quern__describe_count(const quern_model *model);

#endif
