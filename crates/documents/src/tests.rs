//! The promises of the crate, read from the set page and from the bytes.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::layer::text_layer;
use crate::{FormDocument, PrintError, Printer, samples};

static PRINTER: LazyLock<Printer> = LazyLock::new(|| Printer::new().unwrap());

/// The text of the PDF.
fn words(form: &FormDocument) -> String {
    text_layer(&PRINTER.form(form).unwrap())
}

fn pages(form: &FormDocument) -> usize {
    let pdf = PRINTER.form(form).unwrap();
    (1..20).find(|pages| has(&pdf, &format!("/Type/Pages/Count {pages}/"))).unwrap()
}

fn has(pdf: &[u8], needle: &str) -> bool {
    pdf.windows(needle.len()).any(|window| window == needle.as_bytes())
}

/// The size a value was set in, in points.
fn body_size(form: &FormDocument, value: &str) -> f32 {
    let mut words = PRINTER.set(form).unwrap().into_iter().flat_map(|block| block.words);
    words.find(|words| words.lines.iter().any(|line| line.text.contains(value))).unwrap().style.size
}

#[test]
fn every_language_prints_one_tagged_a4_page_of_at_most_forty_kilobytes_and_the_usual_form_of_thirty() {
    for form in [samples::az(), samples::en(), samples::ru(), samples::long()] {
        let pdf = PRINTER.form(&form).unwrap();
        let lang = form.lang.tag();
        assert!(has(&pdf, &format!("/Lang({lang})")), "{lang}: no document language");
        assert!(has(&pdf, "/MarkInfo<</Marked true"), "{lang}: not marked as tagged");
        assert!(has(&pdf, "/StructTreeRoot"), "{lang}: no structure tree");
        assert!(has(&pdf, "<pdfuaid:part>1</pdfuaid:part>"), "{lang}: does not claim PDF/UA-1");
        assert!(has(&pdf, "/DisplayDocTitle true"), "{lang}: the title is not shown");
        assert!(has(&pdf, "/Type/Pages/Count 1/"), "{lang}: not one page");
        assert!(has(&pdf, "/MediaBox[0 0 595.2756 841.8898]"), "{lang}: not A4");
        assert!(pdf.len() <= 40_000, "{lang}: {} bytes", pdf.len());
    }
    let usual = PRINTER.form(&samples::az()).unwrap().len();
    assert!(usual <= 30_000, "{usual} bytes");
}

#[test]
fn labels_are_row_headers_and_the_qr_code_is_a_figure_with_its_purpose() {
    let pdf = PRINTER.form(&samples::en()).unwrap();
    for tag in ["/S/H1", "/S/H2", "/S/Table", "/S/TH", "/S/TD", "/Scope/Row", "/S/Figure"] {
        assert!(has(&pdf, tag), "no {tag}");
    }
    assert!(has(&pdf, "/Alt(QR code: page where this document is checked)"));
}

#[test]
fn no_letter_of_the_three_languages_is_missing() {
    let letters = "AaBbCcÇçDdEeƏəFfGgĞğHhXxIıİiJjKkQqLlMmNnOoÖöPpRrSsŞşTtUuÜüVvYyZzWw 0123456789 ₼№«»“”„’–—…•·§%+(),.:/ \
        АаБбВвГгДдЕеЁёЖжЗзИиЙйКкЛлМмНнОоПпРрСсТтУуФфХхЦцЧчШшЩщЪъЫыЬьЭэЮюЯя";
    let mut form = samples::az();
    form.title = letters.into();
    form.sections[0].rows.push((letters.into(), letters.into()));
    let text = words(&form);
    assert!(!text.contains('\u{FFFD}'));
    let set: BTreeSet<char> = text.chars().collect();
    assert_eq!(letters.chars().filter(|c| !set.contains(c)).collect::<String>(), "");
}

#[test]
fn a_name_in_a_foreign_script_prints_with_a_sign_in_place_of_its_letters() {
    let mut form = samples::az();
    form.person = "李 小龙 (Li)".into();
    assert!(PRINTER.form(&form).is_ok());
    assert!(words(&form).contains("\u{FFFD} \u{FFFD}\u{FFFD} (Li)"));
}

/// Letters alone: where a line ends depends on the page.
fn unbroken(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every text a form shows in a line.
fn shown(form: &FormDocument) -> Vec<String> {
    let rows = form.sections.iter().flat_map(|section| section.rows.iter());
    let rows = rows.flat_map(|(label, value)| [label.clone(), value.clone()]);
    let single = [&form.person, &form.title, &form.service, &form.check.words, &form.check.address, &form.issued];
    rows.chain(single.into_iter().cloned()).chain(form.declaration.clone()).collect()
}

#[test]
fn the_text_layer_has_what_was_given_and_no_invisible_sign() {
    for mut form in [samples::az(), samples::en(), samples::ru(), samples::long()] {
        form.check.address = "qebul.elektron-xidmetler.universitet.example/check".into();
        form.sections[0].rows.push(("E-poçt".into(), "adi.soyadi.uzun@universitet.elektron-xidmetler.example".into()));
        form.sections[0].rows.push(("Ünvan".into(), "müvəffəqiyyətsizləşdirəcəklərdənmişcəsinə küçəsi".into()));
        let layer = text_layer(&PRINTER.form(&form).unwrap());
        let hidden = |c: &char| {
            c.is_control() && *c != '\n'
                || matches!(*c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
        };
        assert_eq!(layer.chars().filter(hidden).count(), 0, "{layer}");
        let joined = unbroken(&layer);
        for text in shown(&form) {
            assert!(joined.contains(&unbroken(&text)), "{text} in {layer}");
        }
    }
}

#[test]
fn no_word_that_fits_a_line_is_broken() {
    for form in [samples::az(), samples::en(), samples::ru(), samples::long()] {
        let layer = text_layer(&PRINTER.form(&form).unwrap());
        for word in shown(&form).iter().flat_map(|text| text.split([' ', '\u{a0}', '-', '/', '–'])) {
            assert!(word.chars().count() > 24 || layer.contains(word), "{word} in {layer}");
        }
    }
}

#[test]
fn stored_signs_that_turn_the_writing_direction_neither_break_nor_reorder_a_print() {
    let mut form = samples::az();
    form.person = "Əli\u{202E}yev\u{200B}a \u{2066}Günel\u{2069}\u{FEFF}".into();
    form.sections[0]
        .rows
        .push(("Ünvan\u{200F}".into(), "Bakı\u{0}\u{7}, \u{202B}Nizami\u{202C}\tküçəsi\u{85}5\u{E0041}".into()));
    form.check.address = "qabul.example/\u{202E}kcehc".into();
    let layer = text_layer(&PRINTER.form(&form).unwrap());
    for text in ["Əliyeva Günel", "Ünvan", "Bakı, Nizami küçəsi 5", "qabul.example/kcehc"] {
        assert!(layer.contains(text), "{text} in {layer}");
    }
}

#[test]
fn every_page_of_a_print_of_a_test_installation_carries_its_mark() {
    let mut form = samples::long();
    form.sections[0].rows.extend((0..60).map(|n| (format!("Sıra {n}"), format!("Dəyər {n}"))));
    assert!(pages(&form) > 1);
    assert_eq!(words(&form).matches("TEST REJİMİ").count(), pages(&form));
    form.test_mode = None;
    assert_eq!(words(&form).matches("TEST REJİMİ").count(), 0);
}

#[test]
fn markup_in_a_value_is_printed_as_its_characters() {
    let hostile = [
        r#"#panic("x")"#,
        "*a* _b_ `c` $d$",
        r"\ \u{41} \*",
        "= h",
        "// not a comment",
        "@ref <label> ~",
        r#""], eval("1"), ["#,
        "{{ }} %s ${x}",
        "#import \"/etc/passwd\"",
    ];
    for text in hostile {
        let mut form = samples::az();
        form.person = text.into();
        form.title = text.into();
        form.sections[0].title = text.into();
        form.sections[0].rows[0] = (text.into(), text.into());
        form.check.words = text.into();
        form.labels.page = text.into();
        form.test_mode = Some(text.into());
        let plain: String = text.split_whitespace().collect();
        let printed: String = words(&form).split_whitespace().collect();
        assert_eq!(printed.matches(&plain).count(), 8, "{text}");
        assert!(PRINTER.form(&form).is_ok(), "{text}");
    }
}

#[test]
fn the_same_paper_is_the_same_bytes_from_any_printer_and_another_paper_is_not() {
    let first = PRINTER.form(&samples::az()).unwrap();
    assert!(first == PRINTER.form(&samples::az()).unwrap());
    assert!(first == Printer::new().unwrap().form(&samples::az()).unwrap());
    let mut later = samples::az();
    later.created += 1_000_000;
    assert!(first != PRINTER.form(&later).unwrap());
}

#[test]
fn one_printer_serves_many_threads() {
    let expected = PRINTER.form(&samples::en()).unwrap();
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| assert!(PRINTER.form(&samples::en()).unwrap() == expected));
        }
    });
}

#[test]
fn a_usual_form_is_set_at_eleven_points_and_a_full_one_steps_down_to_stay_on_one_page() {
    assert!((body_size(&samples::az(), "Nizami rayonu") - 11.0).abs() < 0.01);
    assert_eq!(pages(&samples::long()), 1);
    let size = body_size(&samples::long(), "Nizami rayonu");
    assert!((9.0..11.0).contains(&size), "{size}");
    assert!(words(&samples::long()).contains("Səhifə 1 / 1"));
}

#[test]
fn nothing_is_cut_from_a_form_that_no_size_holds() {
    let mut form = samples::long();
    let rows: Vec<_> = (0..60).map(|n| (format!("Sıra {n}"), format!("Dəyər {n}"))).collect();
    form.sections[0].rows.extend(rows);
    let text = words(&form);
    let (pages, joined) = (pages(&form), text.split_whitespace().collect::<String>());
    assert!(pages > 1);
    assert!((0..60).all(|n| text.contains(&format!("Dəyər {n}"))));
    assert!((1..=pages).all(|n| joined.contains(&format!("Səhifə{n}/{pages}"))));
}

#[test]
fn an_unconfirmed_paper_and_a_test_installation_say_so_and_others_do_not() {
    let loud = words(&samples::long());
    assert!(loud.contains("TƏSDİQ EDİLMƏYİB") && loud.contains("TEST REJİMİ"));
    let calm = words(&samples::az());
    assert!(!calm.contains("TƏSDİQ EDİLMƏYİB") && !calm.contains("TEST REJİMİ"));
    assert!(calm.contains("Təsdiq edilib") && !calm.contains("(Təsdiq edilib)"));
}

#[test]
fn the_foot_carries_the_check_address_and_the_code_stands_in_groups_of_four() {
    let text = words(&samples::az());
    assert!(text.contains("qabul.example/yoxla"));
    assert!(["7K2M", "Q9XA", "4BTR"].iter().all(|group| text.contains(group)));
}

#[test]
fn a_receipt_prints_with_and_without_a_check() {
    let mut receipt = samples::receipt();
    assert!(has(&PRINTER.receipt(&receipt).unwrap(), "/S/Figure"));
    receipt.check = None;
    let pdf = PRINTER.receipt(&receipt).unwrap();
    assert!(has(&pdf, "/Type/Pages/Count 1/") && !has(&pdf, "/S/Figure"));
}

#[test]
fn an_error_names_its_place_and_no_text_of_the_paper() {
    let mut form = samples::az();
    form.check.url = form.person.repeat(200);
    let error = PRINTER.form(&form).unwrap_err();
    assert!(matches!(error, PrintError::Qr));
    assert!(!format!("{error} {error:?}").contains("Məmmədova"));
}

#[test]
fn a_time_outside_the_calendar_still_prints() {
    let mut form = samples::az();
    form.created = i64::MAX;
    assert!(PRINTER.form(&form).is_ok());
}
