-- All chance of the synthetic city: every draw is a function of the seed, its purpose and the row it is for, so neither
-- threads nor the order of rows can change a byte. Keys are cast, because hash() of 5::int is not hash() of 5::bigint.
-- Hashed twice: DuckDB joins the hashes of several values by xor, so that without it two purposes' draws for one row share their low bits.
create or replace macro draw(purpose, a, b) as hash(hash(seed(), purpose, cast(a as bigint), cast(b as bigint)));
-- A whole number 0 … n-1.
create or replace macro below(purpose, a, b, n) as cast(draw(purpose, a, b) % cast(n as ubigint) as integer);
-- True for about `permille` of a thousand.
create or replace macro chance(purpose, a, b, permille) as below(purpose, a, b, 1000) < permille;
-- One member of a list.
create or replace macro one_of(purpose, a, b, list) as list[cast(1 + draw(purpose, a, b) % cast(len(list) as ubigint) as integer)];
create or replace macro held(value, low, high) as greatest(low, least(high, value));
create or replace macro numbered(number, width) as lpad(cast(number as varchar), width, '0');
-- A moment in working hours of a day.
create or replace macro at_work(day, purpose, a, b) as cast(day as timestamp) + to_minutes(cast(480 + below(purpose, a, b, 660) as integer));
create or replace macro person(purpose, a, b) as
    one_of(purpose, a, b, ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙', '马', '朱', '胡', '郭', '何', '林', '高', '罗', '郑', '梁', '谢', '宋', '唐', '许', '韩', '冯', '邓', '曹'])
    || one_of(purpose || ' given', a, b, ['建国', '志强', '海峰', '永刚', '玉兰', '秀英', '晓燕', '新民', '卫东', '文博', '雪梅', '立军', '春生', '明辉', '国庆', '丽娟', '红霞', '浩然', '子涵', '宏伟', '少华', '振宇', '爱民', '桂芳', '俊杰', '婷婷', '磊', '静', '强', '敏', '涛', '洁', '勇', '娜', '斌', '鹏']);
-- GB 11714: the check character of the eight characters 'Mx' and six digits, x one of ABCDE (values 10 to 14).
create or replace macro organisation_check(letter_value, digits) as
    '0123456789X0'[12 - (
        3 * 22 + 7 * letter_value
        + 9 * cast(digits[1] as integer) + 10 * cast(digits[2] as integer) + 5 * cast(digits[3] as integer)
        + 8 * cast(digits[4] as integer) + 4 * cast(digits[5] as integer) + 2 * cast(digits[6] as integer)
    ) % 11];
create or replace macro credit_value(body, place) as strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', body[place]) - 1;
-- GB 32100-2015: seventeen characters and their check character. Give a column: an expression would be computed eighteen times.
create or replace macro credit_code(body) as body || '0123456789ABCDEFGHJKLMNPQRTUWXY'[1 + (31 - (
    credit_value(body, 1) + 3 * credit_value(body, 2) + 9 * credit_value(body, 3) + 27 * credit_value(body, 4)
    + 19 * credit_value(body, 5) + 26 * credit_value(body, 6) + 16 * credit_value(body, 7) + 17 * credit_value(body, 8)
    + 20 * credit_value(body, 9) + 29 * credit_value(body, 10) + 25 * credit_value(body, 11) + 13 * credit_value(body, 12)
    + 8 * credit_value(body, 13) + 24 * credit_value(body, 14) + 10 * credit_value(body, 15) + 30 * credit_value(body, 16)
    + 28 * credit_value(body, 17)
) % 31) % 31];
-- Company registrations without their two check characters; above a million the second letter moves on.
create or replace macro registration_body(region, number) as
    '91' || region || 'M' || 'ABCDE'[1 + number // 1000000] || numbered((number * 389191 + 271828) % 1000000, 6);
