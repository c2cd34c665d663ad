-- quern_count(quern_filter(all, Q("many_bool", quern_array_of_bool(bools, 1))))
-- $1: boolean[] = ARRAY[TRUE]::boolean[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_bool" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_bool" = ARRAY[TRUE]::boolean[];

-- quern_count(quern_filter(all, Q("many_bool__gt", quern_array_of_bool(bools, 1))))
-- $1: boolean[] = ARRAY[TRUE]::boolean[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_bool" > $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_bool" > ARRAY[TRUE]::boolean[];

-- quern_count(quern_filter(all, Q("many_i16", quern_array_of_i16(i16s, 1))))
-- $1: smallint[] = ARRAY[300]::smallint[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i16" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i16" = ARRAY[300]::smallint[];

-- quern_count(quern_filter(all, Q("many_i32", quern_array_of_i32(i32s, 1))))
-- $1: integer[] = ARRAY[-70000]::integer[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i32" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i32" = ARRAY[-70000]::integer[];

-- quern_count(quern_filter(all, Q("many_i64", quern_array_of_i64(NULL, 0))))
-- $1: bigint[] = ARRAY[]::bigint[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" = ARRAY[]::bigint[];

-- quern_count(quern_filter(all, Q("many_i64", quern_array_of_i64(i64s, 2))))
-- $1: bigint[] = ARRAY[9223372036854775807, -9223372036854775808]::bigint[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" = ARRAY[9223372036854775807, -9223372036854775808]::bigint[];

-- quern_count(quern_filter(all, Q("many_i64", nothing_but_null)))
-- $1: bigint[] = ARRAY[NULL, NULL]::bigint[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" = ARRAY[NULL, NULL]::bigint[];

-- quern_count(quern_filter(all, Q("many_i64__gt", and_null)))
-- $1: bigint[] = ARRAY[9223372036854775807, NULL]::bigint[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" > $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" > ARRAY[9223372036854775807, NULL]::bigint[];

-- quern_count(quern_filter(all, Q("many_i64__gte", quern_array_of_i64(i64s, 2))))
-- $1: bigint[] = ARRAY[9223372036854775807, -9223372036854775808]::bigint[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" >= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" >= ARRAY[9223372036854775807, -9223372036854775808]::bigint[];

-- quern_count(quern_filter(all, Q("many_i64__lt", quern_array_of_i64(i64s, 2))))
-- $1: bigint[] = ARRAY[9223372036854775807, -9223372036854775808]::bigint[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" < $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" < ARRAY[9223372036854775807, -9223372036854775808]::bigint[];

-- quern_count(quern_filter(all, Q("many_i64__lte", quern_array_of_i64(i64s, 2))))
-- $1: bigint[] = ARRAY[9223372036854775807, -9223372036854775808]::bigint[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" <= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" <= ARRAY[9223372036854775807, -9223372036854775808]::bigint[];

-- quern_count(quern_filter(all, Q("many_i64__isnull", true)))
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" IS NULL;

-- quern_count(quern_exclude(all, Q("many_i64", quern_array_of_i64(NULL, 0))))
-- $1: bigint[] = ARRAY[]::bigint[]
SELECT COUNT(*) FROM "specimen" WHERE NOT ("specimen"."many_i64" = $1 AND "specimen"."many_i64" IS NOT NULL);
SELECT COUNT(*) FROM "specimen" WHERE NOT ("specimen"."many_i64" = ARRAY[]::bigint[] AND "specimen"."many_i64" IS NOT NULL);

-- quern_count(quern_filter(all, Q("many_i64", (quern_array_i64){ 0 })))
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_i64" IS NULL;

-- quern_count(quern_filter(all, Q("many_f32", quern_array_of_f32(f32s, 1))))
-- $1: real[] = ARRAY['1.5']::real[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_f32" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_f32" = ARRAY['1.5']::real[];

-- quern_count(quern_filter(all, Q("many_f64", quern_array_of_f64(f64s, 1))))
-- $1: double precision[] = ARRAY['0.1']::double precision[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_f64" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_f64" = ARRAY['0.1']::double precision[];

-- quern_count(quern_filter(all, Q("many_f64__lt", quern_array_of_f64(f64s, 2))))
-- $1: double precision[] = ARRAY['0.1', 'NaN']::double precision[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_f64" < $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_f64" < ARRAY['0.1', 'NaN']::double precision[];

-- quern_count(quern_filter(all, Q("many_timestamp", quern_array_of_timestamp(timestamps, 2))))
-- $1: timestamp with time zone[] = ARRAY['infinity', '-infinity']::timestamptz[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_timestamp" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_timestamp" = ARRAY['infinity', '-infinity']::timestamptz[];

-- quern_count(quern_filter(all, Q("many_local_timestamp", quern_array_of_local_timestamp(local_timestamps, 1))))
-- $1: timestamp without time zone[] = ARRAY['2024-05-01 12:00:00.250000']::timestamp[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_local_timestamp" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_local_timestamp" = ARRAY['2024-05-01 12:00:00.250000']::timestamp[];

-- quern_count(quern_filter(all, Q("many_date", quern_array_of_date(dates, 1))))
-- $1: date[] = ARRAY['2024-05-01']::date[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_date" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_date" = ARRAY['2024-05-01']::date[];

-- quern_count(quern_filter(all, Q("many_time", quern_array_of_time(times, 1))))
-- $1: time without time zone[] = ARRAY['12:34:56.5']::time[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_time" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_time" = ARRAY['12:34:56.5']::time[];

-- quern_count(quern_filter(all, Q("many_interval", quern_array_of_interval(intervals, 1))))
-- $1: interval[] = ARRAY['P1Y2M3DT4H5M6.5S']::interval[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_interval" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_interval" = ARRAY['P1Y2M3DT4H5M6.5S']::interval[];

-- quern_count(quern_filter(all, Q("many_uuid__gt", quern_array_of_uuid(uuids, 1))))
-- $1: uuid[] = ARRAY['a0ee0000-0000-0000-0000-000000000000']::uuid[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_uuid" > $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_uuid" > ARRAY['a0ee0000-0000-0000-0000-000000000000']::uuid[];

-- quern_count(quern_filter(all, Q("many_inet", quern_array_of_inet(inets, 1))))
-- $1: inet[] = ARRAY['192.168.0.1']::inet[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_inet" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_inet" = ARRAY['192.168.0.1']::inet[];

-- quern_count(quern_filter(all, Q("many_inet__lte", quern_array_of_inet(inets, 2))))
-- $1: inet[] = ARRAY['192.168.0.1', '2001:db8::/32']::inet[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_inet" <= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_inet" <= ARRAY['192.168.0.1', '2001:db8::/32']::inet[];

-- quern_count(quern_filter(all, Q("many_text", quern_array_of_text(NULL, 0))))
-- $1: text[] = '{}'
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_text" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_text" = '{}';

-- quern_count(quern_filter(all, Q("many_text", quern_array_of_text(texts, 1))))
-- $1: text[] = '{"Emma"}'
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_text" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_text" = '{"Emma"}';

-- quern_count(quern_filter(all, Q("many_text__gt", quern_array_of_text(odd_texts, 6))))
-- $1: text[] = E'{"","NULL",NULL,"it''s","{\\"a\\\\","b,c d"}'
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_text" > $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_text" > E'{"","NULL",NULL,"it''s","{\\"a\\\\","b,c d"}';

-- quern_count(quern_filter(all, Q("many_bytes", quern_array_of_bytes(byteses, 1))))
-- $1: bytea[] = ARRAY[E'\\x00ff27']::bytea[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_bytes" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_bytes" = ARRAY[E'\\x00ff27']::bytea[];

-- quern_count(quern_filter(all, Q("many_bytes__lt", quern_array_of_bytes(byteses, 3))))
-- $1: bytea[] = ARRAY[E'\\x00ff27', NULL, E'\\x']::bytea[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_bytes" < $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_bytes" < ARRAY[E'\\x00ff27', NULL, E'\\x']::bytea[];

-- quern_count(quern_filter(all, Q("many_decimal", quern_array_of_decimal(decimals, 1))))
-- $1: numeric[] = ARRAY['12.5']::numeric[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_decimal" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_decimal" = ARRAY['12.5']::numeric[];

-- quern_count(quern_filter(all, Q("many_decimal__gte", quern_array_of_decimal(decimals, 2))))
-- $1: numeric[] = ARRAY['12.5', NULL]::numeric[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_decimal" >= $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_decimal" >= ARRAY['12.5', NULL]::numeric[];

-- quern_count(quern_filter(all, Q("many_json", quern_array_of_json(jsons, 1))))
-- $1: jsonb[] = ARRAY['{"a": [1, null, "x"]}']::jsonb[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_json" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_json" = ARRAY['{"a": [1, null, "x"]}']::jsonb[];

-- quern_count(quern_exclude(all, Q("many_json", quern_array_of_json(jsons, 1))))
-- $1: jsonb[] = ARRAY['{"a": [1, null, "x"]}']::jsonb[]
SELECT COUNT(*) FROM "specimen" WHERE NOT ("specimen"."many_json" = $1 AND "specimen"."many_json" IS NOT NULL);
SELECT COUNT(*) FROM "specimen" WHERE NOT ("specimen"."many_json" = ARRAY['{"a": [1, null, "x"]}']::jsonb[] AND "specimen"."many_json" IS NOT NULL);

-- quern_count(quern_filter(all, Q(specimen, many_date, exact, quern_array_of_date(dates, 1))))
-- $1: date[] = ARRAY['2024-05-01']::date[]
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_date" = $1;
SELECT COUNT(*) FROM "specimen" WHERE "specimen"."many_date" = ARRAY['2024-05-01']::date[];

