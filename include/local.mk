# The public headers, and those for writers of backends.
quernincludedir = $(includedir)/quern
quernbackendincludedir = $(includedir)/quern/backend

querninclude_HEADERS = \
	include/quern/api.h \
	include/quern/convert.h \
	include/quern/db.h \
	include/quern/detect.h \
	include/quern/error.h \
	include/quern/evaluate.h \
	include/quern/execute.h \
	include/quern/expr.h \
	include/quern/iterate.h \
	include/quern/memory.h \
	include/quern/model.h \
	include/quern/object.h \
	include/quern/pool.h \
	include/quern/postgres.h \
	include/quern/quern.h \
	include/quern/queryset.h \
	include/quern/related.h \
	include/quern/report.h \
	include/quern/row.h \
	include/quern/schema.h \
	include/quern/session.h \
	include/quern/share.h \
	include/quern/short.h \
	include/quern/trace.h \
	include/quern/transaction.h \
	include/quern/value.h \
	$(NULL)

quernbackendinclude_HEADERS = \
	include/quern/backend/backend.h \
	include/quern/backend/codec.h \
	include/quern/backend/dialect.h \
	include/quern/backend/native.h \
	include/quern/backend/script.h \
	$(NULL)

EXTRA_DIST += \
	include/README.md \
	include/quern/README.md \
	include/quern/backend/README.md \
	$(NULL)

# Folders that are quern's alone go too, once they are empty.
uninstall-hook:
	@rmdir '$(DESTDIR)$(quernbackendincludedir)' '$(DESTDIR)$(quernincludedir)' 2>/dev/null || :
