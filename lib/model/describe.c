/* describe.c: reads descriptors by the sizes that they carry. A program compiled against an older header has shorter structs;
 * what they lack is taken as zero, which is every option's default. */
#include "lib/model/describe.h"

#include <string.h>

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

quern_model quern__describe_model(const quern_model *descriptor)
{
    quern_model copy;
    memset(&copy, 0, sizeof copy);
    memcpy(&copy, descriptor, smaller(descriptor->layout, sizeof copy));
    return copy;
}

bool quern__describe_field(const quern_model *model, size_t index, quern_field *out)
{
    const char *list = (const char *)model->fields();
    memset(out, 0, sizeof *out);
    memcpy(out, list + index * model->stride, smaller(model->stride, sizeof *out));
    return out->name != NULL;
}

size_t quern__describe_count(const quern_model *model)
{
    quern_field field;
    size_t count = 0;
    while (quern__describe_field(model, count, &field))
        count++;
    return count;
}
