/* books.c: the resources: from the parameters of a request by a queryset to JSON.
 *
 * What the client wrote is judged before anything is asked of the server: numbers here, orders and texts by quern, whose
 * queryset says what is wrong with them (quern_queryset_error). What fails at the server is the session's. */
#include "daemon.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_SIZE = 20, LARGEST_PAGE = 100, LONGEST_ORDER = 200 };

/* A parameter of the query; NULL when it is not there, or is empty. */
static const char *parameter(const request *r, const char *name)
{
    const char *text = MHD_lookup_connection_value(r->connection, MHD_GET_ARGUMENT_KIND, name);
    return text && *text ? text : NULL;
}

/* A number of the query into *out, which stays as it is when there is none. False when it is no number from 1 to `most`. */
static bool number(const request *r, const char *name, int64_t most, int64_t *out)
{
    char *end;
    const char *text = parameter(r, name);
    if (!text)
        return true;
    errno = 0;
    const long long n = strtoll(text, &end, 10);
    if (errno || *end || n < 1 || n > most)
        return false;
    *out = n;
    return true;
}

/* ---- JSON ---- */

static json_t *author_json(const author *a)
{
    return json_pack("{s:I, s:s}", "id", (json_int_t)a->id, "name", a->name);
}

static json_t *book_json(const book *b)
{
    return json_pack("{s:I, s:s, s:I, s:o}", "id", (json_int_t)b->id, "title", b->title, "author",
                     (json_int_t)b->author_id, "pages",
                     b->pages.present ? json_integer(b->pages.value) : json_null());
}

static json_t *authors_json(quern_queryset *authors)
{
    json_t *list = json_array();
    QUERN_EACH(author, a, authors)
        if (json_array_append_new(list, author_json(a)) != 0)
            return json_decref(list), NULL;
    return list;
}

static json_t *books_json(quern_queryset *books)
{
    json_t *list = json_array();
    QUERN_EACH(book, b, books)
        if (json_array_append_new(list, book_json(b)) != 0)
            return json_decref(list), NULL;
    return list;
}

/* ---- Pages ---- */

/* The page of `all` that the request asks for, as {"count": 200, "page": 2, "size": 20, "books": [...]}: two statements. One past
 * the end is empty, and no error. */
static answer page_of(const request *r, quern_queryset *all, const char *name,
                      json_t *(*list)(quern_queryset *))
{
    int64_t page = 1, size = PAGE_SIZE;
    const quern_error *mistake = quern_queryset_error(all);
    if (mistake)
        return refuse(MHD_HTTP_BAD_REQUEST, mistake->message, mistake->hint);
    if (!number(r, "page", INT32_MAX, &page))
        return refuse(MHD_HTTP_BAD_REQUEST, "page is no number from 1", NULL);
    if (!number(r, "size", LARGEST_PAGE, &size))
        return refuse(MHD_HTTP_BAD_REQUEST, "size is no number from 1 to 100", NULL);
    const int64_t start = (page - 1) * size;
    return (answer){ MHD_HTTP_OK, json_pack("{s:I, s:I, s:I, s:o}", "count", (json_int_t)quern_count(all),
                                            "page", (json_int_t)page, "size", (json_int_t)size, name,
                                            list(quern_slice(all, start, start + size))) };
}

/* In the order that the client asks for, and then by id: without an order of all rows, pages overlap. */
static quern_queryset *ordered(quern_queryset *books, const char *wanted)
{
    char order[LONGEST_ORDER + sizeof ",id"];
    snprintf(order, sizeof order, "%s,id", wanted);
    return quern_order_by_allowed(books, order, "id", "title", "pages", "author__name");
}

/* What the query of a request makes of `books`: ?q=text&order=-title,pages */
static answer search(const request *r, quern_queryset *books)
{
    const char *text = parameter(r, "q"), *order = parameter(r, "order");
    if (order && strlen(order) > LONGEST_ORDER)
        return refuse(MHD_HTTP_BAD_REQUEST, "order is too long", NULL);
    if (text)
        books = quern_filter(books, Q("title__icontains", text));
    if (order)
        books = ordered(books, order);
    return page_of(r, books, "books", books_json);
}

/* ---- Resources ---- */

answer list_books(request *r)
{
    int64_t author_id = 0;
    quern_queryset *books = quern_objects(r->s, book);
    if (!number(r, "author", INT64_MAX, &author_id))
        return refuse(MHD_HTTP_BAD_REQUEST, "author is no number from 1", NULL);
    if (author_id)
        books = quern_filter(books, Q("author", author_id));
    return search(r, books);
}

answer one_book(request *r)
{
    const book *b = quern_get(quern_objects(r->s, book), book, Q("id", r->id));
    if (!b)
        return refuse(MHD_HTTP_NOT_FOUND, "there is no such book", NULL);
    return (answer){ MHD_HTTP_OK, book_json(b) };
}

answer list_authors(request *r)
{
    return page_of(r, quern_objects(r->s, author), "authors", authors_json);
}

answer books_of_author(request *r)
{
    bool found;
    quern_exists(quern_filter(quern_objects(r->s, author), Q("id", r->id)), &found);
    if (!found)
        return refuse(MHD_HTTP_NOT_FOUND, "there is no such author", NULL);
    return search(r, quern_filter(quern_objects(r->s, book), Q("author", r->id)));
}
