check_PROGRAMS += test/integration/test-integration

test_integration_test_integration_SOURCES = \
	test/integration/counted.c \
	test/integration/counted.h \
	test/integration/fixture.c \
	test/integration/fixture.h \
	test/integration/known.c \
	test/integration/known.h \
	test/integration/library.c \
	test/integration/library.h \
	test/integration/sets.c \
	test/integration/sets.h \
	test/integration/suites.c \
	test/integration/test_advice.c \
	test/integration/test_ahead.c \
	test/integration/test_all.c \
	test/integration/test_backend.c \
	test/integration/test_native.c \
	test/integration/test_parameters.c \
	test/integration/test_lookups.c \
	test/integration/test_models.c \
	test/integration/test_cells.c \
	test/integration/test_changes.c \
	test/integration/test_clean.c \
	test/integration/test_columns.c \
	test/integration/test_detect.c \
	test/integration/test_crowd.c \
	test/integration/test_fetch.c \
	test/integration/test_iterate.c \
	test/integration/test_kinds.c \
	test/integration/test_life.c \
	test/integration/test_laws.c \
	test/integration/test_log.c \
	test/integration/test_prefetch.c \
	test/integration/test_prefetch_chosen.c \
	test/integration/test_prefetch_calls.c \
	test/integration/test_prepared.c \
	test/integration/test_raw.c \
	test/integration/test_peers.c \
	test/integration/test_pool.c \
	test/integration/test_prefetch_moment.c \
	test/integration/test_prefetch_trips.c \
	test/integration/test_read.c \
	test/integration/test_related_any.c \
	test/integration/test_relations.c \
	test/integration/test_rows.c \
	test/integration/test_run.c \
	test/integration/test_schema.c \
	test/integration/test_select.c \
	test/integration/test_joined.c \
	test/integration/test_server.c \
	test/integration/test_sets.c \
	test/integration/test_shapes.c \
	test/integration/test_share.c \
	test/integration/test_sides.c \
	test/integration/test_statements.c \
	test/integration/test_values.c \
	test/integration/test_streams.c \
	test/integration/test_text.c \
	test/integration/test_transactions.c \
	test/integration/test_belonging.c \
	test/integration/test_bulk.c \
	test/integration/test_triggers.c \
	test/integration/test_trace.c \
	test/integration/test_upkeep.c \
	test/integration/test_user_types.c \
	test/integration/web.c \
	test/integration/web.h \
	test/unit/postgres/cell.c \
	test/unit/postgres/cell.h \
	test/unit/postgres/drive.c \
	test/unit/postgres/drive.h \
	test/unit/postgres/show.c \
	$(NULL)
test_integration_test_integration_CFLAGS = $(TEST_CFLAGS)
test_integration_test_integration_LDADD = $(TEST_LIBS) $(LIBPQ_LIBS)

EXTRA_DIST += test/integration/README.md
