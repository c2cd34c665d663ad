# Programs that must not compile.
SELF_CHECKS += test/nocompile/check-refused.sh

EXTRA_DIST += \
	test/nocompile/README.md \
	test/nocompile/at_as_other.c \
	test/nocompile/bool_for_int.c \
	test/nocompile/common.h \
	test/nocompile/condition_in_or.c \
	test/nocompile/double_for_int.c \
	test/nocompile/each_over_a_row.c \
	test/nocompile/each_unknown_model.c \
	test/nocompile/execute_struct_value.c \
	test/nocompile/far_member.c \
	test/nocompile/field_bit_field.c \
	test/nocompile/field_char_array.c \
	test/nocompile/field_no_member.c \
	test/nocompile/field_unknown_option.c \
	test/nocompile/field_unsupported_type.c \
	test/nocompile/filter_of_nothing.c \
	test/nocompile/first_as_other.c \
	test/nocompile/get_as_other.c \
	test/nocompile/icontains_on_int.c \
	test/nocompile/isnull_of_text.c \
	test/nocompile/key_to_no_model.c \
	test/nocompile/key_to_wrong_model.c \
	test/nocompile/key_without_id.c \
	test/nocompile/models_not_a_model.c \
	test/nocompile/null_pointer_value.c \
	test/nocompile/object_not_first.c \
	test/nocompile/objects_unknown_model.c \
	test/nocompile/open_unknown_option.c \
	test/nocompile/order_as_filter.c \
	test/nocompile/order_by_condition.c \
	test/nocompile/order_by_int.c \
	test/nocompile/order_by_member.c \
	test/nocompile/path_member.c \
	test/nocompile/q_of_three.c \
	test/nocompile/string_as_filter.c \
	test/nocompile/string_for_bool.c \
	test/nocompile/struct_value.c \
	test/nocompile/too_many.c \
	test/nocompile/unknown_lookup.c \
	test/nocompile/wrong_member.c \
	test/nocompile/zero_as_filter.c \
	$(NULL)
