//! The payment page to which a person is sent.

use qabul_domain::language::Lang;

use crate::html::{escape, page};
use crate::payments::{Order, OrderStatus};

struct Words {
    lang: &'static str,
    title: &'static str,
    merchant: &'static str,
    portal: &'static str,
    sum: &'static str,
    order: &'static str,
    note: &'static str,
    pay: &'static str,
    cancel: &'static str,
    done: &'static str,
    back: &'static str,
}

const AZ: Words = Words {
    lang: "az",
    title: "Ödəniş",
    merchant: "Ödənişi alan",
    portal: "“Qəbul” portalı",
    sum: "Məbləğ",
    order: "Sifarişin nömrəsi",
    note: "Bu, sınaq səhifəsidir. Kart lazım deyil, pul çıxılmır.",
    pay: "Ödə",
    cancel: "Ləğv et",
    done: "Bu sifariş artıq bağlanıb.",
    back: "Portala qayıt",
};
const EN: Words = Words {
    lang: "en",
    title: "Payment",
    merchant: "Payee",
    portal: "Qəbul portal",
    sum: "Amount",
    order: "Order number",
    note: "This is a test page. No card is needed, no money is taken.",
    pay: "Pay",
    cancel: "Cancel",
    done: "This order is already closed.",
    back: "Back to the portal",
};
const RU: Words = Words {
    lang: "ru",
    title: "Оплата",
    merchant: "Получатель",
    portal: "Портал Qəbul",
    sum: "Сумма",
    order: "Номер заказа",
    note: "Это тестовая страница. Карта не нужна, деньги не списываются.",
    pay: "Оплатить",
    cancel: "Отменить",
    done: "Этот заказ уже закрыт.",
    back: "Вернуться на портал",
};

pub(crate) fn render(order: &Order) -> String {
    let words = match order.lang.as_str() {
        "en" => EN,
        "ru" => RU,
        _ => AZ,
    };
    let acts = if order.status == OrderStatus::Created {
        format!(
            r#"<form method="post" action="/pay/{id}">
<div class="acts"><button name="act" value="pay">{pay} · {sum}</button><button class="second" name="act" value="cancel">{cancel}</button></div>
<details><summary>Sınaq üçün başqa hallar <span class="muted" lang="en">Other cases, for testing</span></summary>
<div class="acts">
<button class="second" name="act" value="later">Bildiriş gec gəlsin <small lang="en">(late call-back)</small></button>
<button class="second" name="act" value="twice">Bildiriş iki dəfə gəlsin <small lang="en">(call-back twice)</small></button>
<button class="second" name="act" value="wrongAmount">Başqa məbləğ <small lang="en">(wrong amount)</small></button>
<button class="second" name="act" value="forged">Saxta bildiriş <small lang="en">(forged signature)</small></button>
</div></details>
</form>"#,
            id = escape(&order.provider_id),
            pay = words.pay,
            sum = order.amount.display(Lang::of(words.lang).unwrap_or_default()),
            cancel = words.cancel,
        )
    } else {
        format!(
            r#"<p><strong>{}</strong></p><div class="acts"><a class="button" href="{}">{}</a></div>"#,
            words.done,
            escape(&order.return_url),
            words.back,
        )
    };
    let body = format!(
        r#"<div class="narrow"><h1>{title}</h1><p class="hint">{note}</p>
<section class="card"><dl><dt>{merchant}</dt><dd>{portal}</dd><dt>{sum_label}</dt><dd class="sum">{sum}</dd><dt>{order_label}</dt><dd class="mono">{id}</dd></dl>
{acts}</section></div>"#,
        title = words.title,
        note = words.note,
        merchant = words.merchant,
        portal = words.portal,
        sum_label = words.sum,
        sum = order.amount.display(Lang::of(words.lang).unwrap_or_default()),
        order_label = words.order,
        id = escape(&order.provider_id),
    );
    page(words.lang, words.title, &body)
}
