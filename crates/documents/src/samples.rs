//! Invented papers for the tests, one set of words per language.

use super::{Check, FormDocument, FormLabels, Lang, Receipt, ReceiptLabels, Section, in_fours};

/// 12 January 2026, 10:32 UTC.
pub const CREATED: i64 = 1_768_213_920_000_000;

pub fn rows(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned())).collect()
}

fn section(title: &str, pairs: &[(&str, &str)]) -> Section {
    Section { title: title.to_owned(), rows: rows(pairs) }
}

fn check(words: &str, code_label: &str, alt: &str) -> Check {
    Check {
        url: "https://qabul.example/yoxla/7K2MQ9XA4BTR".to_owned(),
        address: "qabul.example/yoxla".to_owned(),
        words: words.to_owned(),
        code_groups: in_fours("7K2MQ9XA4BTR"),
        code_label: code_label.to_owned(),
        alt: alt.to_owned(),
    }
}

fn labels(words: [&str; 6]) -> FormLabels {
    let [work_number, person, status, issued, declaration, page] = words.map(str::to_owned);
    FormLabels { work_number, person, status, issued, declaration, page }
}

/// A usual form in Azerbaijani.
pub fn az() -> FormDocument {
    FormDocument {
        lang: Lang::Az,
        created: CREATED,
        title: "Magistratura imtahanına ərizə".into(),
        service: "Magistraturaya qəbul imtahanı, 1-ci cəhd".into(),
        academic_year: "2026/2027-ci tədris ili".into(),
        work_number: "287\u{a0}206".into(),
        person: "Məmmədova Günel Çingiz qızı".into(),
        status: "Təsdiq edilib".into(),
        issued: "12 yanvar 2026, 14:32".into(),
        unconfirmed: None,
        sections: vec![
            section(
                "Şəxsi məlumatlar",
                &[
                    ("FİN", "5NM•••7"),
                    ("Doğum tarixi", "3 mart 2003"),
                    ("Vətəndaşlıq", "Azərbaycan Respublikası"),
                    ("Şəxsiyyət vəsiqəsi", "AA •••••42"),
                    ("Əvvəlki soyad", "Göstərilməyib"),
                    ("Mobil nömrə", "+994 50 ••• •• 17"),
                    ("Faktiki yaşayış yeri", "Gəncə şəhəri, Nizami rayonu"),
                ],
            ),
            section(
                "Təhsil",
                &[
                    ("Müəssisə", "Azərbaycan Dövlət İqtisad Universiteti"),
                    ("İxtisas", "050407 İqtisadiyyat"),
                    ("Qəbul və bitirmə ili", "2021 – 2025"),
                    ("ÜOMG (ümumi orta müvəffəqiyyət göstəricisi)", "88,4"),
                    ("Diplomun № və tarixi", "B № 104 882, 30 iyun 2025"),
                    ("Əvvəllər magistraturada təhsil", "Yoxdur"),
                ],
            ),
            section(
                "İmtahan",
                &[
                    ("Cəhd", "1-ci cəhd, 26 yanvar 2026"),
                    ("Bölmə", "Azərbaycan bölməsi"),
                    ("Xarici dil", "İngilis dili"),
                    ("İxtisas dili", "Azərbaycan dili"),
                    ("İmtahan haqqı", "50,00\u{a0}AZN (50,00\u{a0}₼) ödənilib"),
                ],
            ),
        ],
        declaration: vec![
            "Məlumatların doğruluğunu təsdiq edirəm.".into(),
            "Təsdiqdən sonra ərizədə dəyişiklik edilə bilməyəcəyini bilirəm.".into(),
        ],
        check: check(
            "Sənədin həqiqiliyini yoxlamaq üçün qabul.example/yoxla səhifəsini açın və kodu daxil edin.",
            "Sənədin kodu",
            "QR kod: sənədin həqiqiliyini yoxlama səhifəsi",
        ),
        test_mode: None,
        labels: labels(["İş nömrəsi", "Ərizəçi", "Status", "Məlumatların vaxtı", "Bəyanat", "Səhifə"]),
    }
}

/// The same form in English, from a test installation.
pub fn en() -> FormDocument {
    FormDocument {
        lang: Lang::En,
        title: "Application for the master’s exam".into(),
        service: "Admission exam for master’s studies, attempt 1".into(),
        academic_year: "Academic year 2026/2027".into(),
        status: "Confirmed".into(),
        issued: "12 January 2026, 14:32".into(),
        sections: vec![
            section(
                "Personal data",
                &[("FIN", "5NM•••7"), ("Date of birth", "3 March 2003"), ("Citizenship", "Republic of Azerbaijan")],
            ),
            section("Education", &[("Institution", "Azerbaijan State University of Economics"), ("GPA", "Not given")]),
            section("Exam", &[("Section", "Azerbaijani"), ("Foreign language", "English"), ("Fee", "50.00 AZN, paid")]),
        ],
        declaration: vec!["I confirm that the data are true.".into()],
        check: check(
            "To check this document open qabul.example/yoxla and enter the code.",
            "Document code",
            "QR code: page where this document is checked",
        ),
        test_mode: Some("ATTENTION! TEST MODE".into()),
        labels: labels(["Work number", "Applicant", "Status", "Data as of", "Declaration", "Page"]),
        ..az()
    }
}

/// An unconfirmed form in Russian, whose words are the longest.
pub fn ru() -> FormDocument {
    FormDocument {
        lang: Lang::Ru,
        title: "Заявление на экзамен в магистратуру".into(),
        service: "Вступительный экзамен в магистратуру, 1-я попытка".into(),
        academic_year: "2026/2027 учебный год".into(),
        person: "Мамедова Гюнель Чингиз кызы".into(),
        status: "Не подтверждено".into(),
        issued: "12 января 2026, 14:32".into(),
        unconfirmed: Some("НЕ ПОДТВЕРЖДЕНО".into()),
        sections: vec![
            section(
                "Личные данные",
                &[
                    ("ФИН", "5NM•••7"),
                    ("Дата рождения", "3 марта 2003"),
                    ("Гражданство", "Азербайджанская Республика"),
                    ("Фактическое место жительства", "город Гянджа, Низаминский район"),
                ],
            ),
            section(
                "Образование",
                &[
                    ("Учебное заведение", "Азербайджанский государственный экономический университет"),
                    ("ÜOMG (средний показатель успеваемости)", "Не указано"),
                ],
            ),
            section("Экзамен", &[("Отделение", "Русское"), ("Иностранный язык", "Английский"), ("Плата", "50,00 AZN")]),
        ],
        declaration: vec!["Подтверждаю достоверность указанных данных.".into()],
        check: check(
            "Чтобы проверить подлинность документа, откройте qabul.example/yoxla и введите код.",
            "Код документа",
            "QR-код: страница проверки документа",
        ),
        labels: labels(["Рабочий номер", "Заявитель", "Статус", "Данные на", "Подтверждение", "Страница"]),
        ..az()
    }
}

/// A form so full that 11 points do not hold it.
pub fn long() -> FormDocument {
    let mut form = az();
    form.person = "Şıxəliyeva-Hacımuradova Ülviyyə-Xanım Əbdülrəhmanqulu-Mirzəağa qızı".into();
    form.unconfirmed = Some("TƏSDİQ EDİLMƏYİB".into());
    form.test_mode = Some("DİQQƏT! TEST REJİMİ".into());
    let address =
        "Naxçıvan Muxtar Respublikası, Ordubad rayonu, Əylis qəsəbəsi, Məmməd Səid Ordubadi küçəsi 114, mənzil 27";
    form.sections[0].rows.extend(rows(&[
        ("Qeydiyyat ünvanı", address),
        ("Faktiki ünvan", address),
        ("E-poçt", "shixaliyeva.hacimuradova.ulviyya.xanim.abdulrahmanqulu@universitet.nümunə.example"),
    ]));
    let again = form.sections[1].clone();
    form.sections[1].rows.extend(rows(&[(
        "Fakültə və bölmə",
        "Beynəlxalq iqtisadiyyat, menecment və dövlət idarəçiliyi fakültəsi, əyani təhsil forması, ingilis bölməsi",
    )]));
    form.sections.insert(2, Section { title: "Təhsil (ikinci diplom)".into(), ..again });
    form
}

/// A receipt in Azerbaijani.
pub fn receipt() -> Receipt {
    Receipt {
        lang: Lang::Az,
        created: CREATED,
        title: "Ödəniş qəbzi".into(),
        number: "2026-000\u{a0}418".into(),
        person: "Məmmədova Günel Çingiz qızı".into(),
        issued: "12 yanvar 2026, 14:32".into(),
        amount: "50,00\u{a0}AZN".into(),
        rows: rows(&[
            ("Təyinat", "Magistraturaya qəbul imtahanı, 1-ci cəhd"),
            ("İş nömrəsi", "287 206"),
            ("Ödəniş üsulu", "Şəxsi kabinetin balansından"),
            ("Əvvəlki balans", "62,50 AZN"),
            ("Çıxılıb", "−\u{a0}50,00 AZN"),
            ("Qalıq", "12,50 AZN"),
        ]),
        notes: vec!["Ödəniş geri qaytarılmır.".into()],
        check: Some(check(
            "Qəbzi yoxlamaq üçün qabul.example/yoxla səhifəsini açın.",
            "Qəbzin kodu",
            "QR kod: qəbzin yoxlanması",
        )),
        test_mode: None,
        labels: ReceiptLabels {
            number: "Qəbzin nömrəsi".into(),
            person: "Ödəyən".into(),
            issued: "Ödəniş vaxtı".into(),
            amount: "Məbləğ".into(),
            page: "Səhifə".into(),
        },
    }
}
