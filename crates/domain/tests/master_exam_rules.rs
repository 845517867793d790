//! What each clause finds in a master's exam application. Test names cite the clause.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{bachelor, master, sample};
use qabul_domain::decision::{Clause, Explain, Finding, Need};
use qabul_domain::facts::*;
use qabul_domain::language::Lang;
use qabul_domain::money::Qepik;
use qabul_domain::procedure::{By, Procedure, Role};
use qabul_domain::procedures::master_exam::*;
use qabul_domain::rules::applications::{Ground, Route, decide};

#[test]
fn an_ordinary_application_breaks_no_clause_and_waits_for_no_register() {
    let findings = MasterExam::judge(&sample().case());
    assert!(findings.iter().all(|(_, finding)| finding.broken().is_none() && finding.unknown().is_none()));
    for clause in ["1.2", "1.4", "1.6", "1.7", "2.1", "3.2", "PORTAL-4"] {
        assert_eq!(sample().finding(clause), Finding::Holds, "{clause}");
    }
}

#[test]
fn clause_1_1_1_3_and_1_5_concern_no_registration() {
    for clause in ["1.1", "1.3", "1.5"] {
        assert_eq!(sample().finding(clause), Finding::NotConcerned, "{clause}");
    }
}

#[test]
fn clause_1_2_takes_graduates_present_final_year_students_and_base_medical_education() {
    let final_year = Degree { status: StudyStatus::Studying, finish_year: Some(2026), ..bachelor() };
    let medical = Degree { level: Level::BaseMedical, ..bachelor() };
    for degree in [bachelor(), final_year, medical] {
        assert_eq!(sample().degrees(vec![degree]).finding("1.2"), Finding::Holds);
    }
}

#[test]
fn clause_1_2_refuses_sub_bachelors_later_graduates_and_abandoned_studies() {
    let broken = |change: fn(&mut Degree)| {
        let mut degree = bachelor();
        change(&mut degree);
        sample().degrees(vec![degree]).broken("1.2").unwrap()
    };
    assert_eq!(broken(|d| d.level = Level::SubBachelor), "noHigherEducation");
    assert_eq!(broken(|d| d.status = StudyStatus::Left), "studyLeft");
    assert_eq!(broken(|d| (d.status, d.finish_year) = (StudyStatus::Studying, Some(2027))), "graduatesLater");
    let text = sample()
        .degrees(vec![Degree { status: StudyStatus::Studying, finish_year: Some(2027), ..bachelor() }])
        .finding("1.2");
    assert_eq!(
        text.broken().unwrap().text(Lang::Az),
        "Bu təhsili 2027-ci ildə bitirirsiniz. Qəbulda 2026-cı ilədək bitirənlər iştirak edir."
    );
}

#[test]
fn clause_1_2_tells_no_record_from_a_silent_register() {
    assert_eq!(sample().with(|s| s.facts.education = Fact::NotFound).broken("1.2"), Some("educationNotFound"));
    for silent in [Fact::Unavailable, Fact::NotAsked] {
        let case = sample().with(|s| s.facts.education = silent);
        for clause in ["1.2", "1.4", "1.6", "2.1", "2.1.3"] {
            assert_eq!(case.finding(clause), Finding::Unknown(Need::Education), "{clause}");
        }
    }
}

#[test]
fn clause_1_4_is_no_exclusion_but_an_advice_on_paid_seats() {
    let case = sample()
        .degrees(vec![bachelor(), master(StudyStatus::Finished, Funding::State, Some(2022))])
        .with(|s| s.draft.education.prior_master = Some(PriorMaster::StateFunded));
    assert_eq!(case.finding("1.4"), Finding::Holds);
    assert!(case.advice().contains(&("1.4", "stateFundedUsed")));
    assert!(!sample().advice().iter().any(|(clause, _)| *clause == "1.4"));
}

#[test]
fn clause_1_4_the_register_wins_over_the_answer_none() {
    let with = |status, funding| sample().degrees(vec![bachelor(), master(status, funding, Some(2022))]).broken("1.4");
    assert_eq!(with(StudyStatus::Finished, Funding::State), Some("priorMasterMismatch"));
    assert_eq!(with(StudyStatus::Finished, Funding::Paid), Some("priorMasterOnRecord"));
    assert_eq!(with(StudyStatus::Left, Funding::State), None, "an abandoned study is for an officer to weigh");
}

#[test]
fn clause_1_4_an_answer_of_no_master_does_not_pass_against_any_on_record() {
    let with = |status, funding, said| {
        let record = Degree { funding, ..master(status, Funding::Paid, Some(2022)) };
        let case = sample().degrees(vec![bachelor(), record]);
        case.with(|s| s.draft.education.prior_master = Some(said)).finding("1.4")
    };
    let code = |finding: Finding<Reason>| finding.broken().map(|reason| reason.code());
    for status in [StudyStatus::Finished, StudyStatus::Left, StudyStatus::Studying] {
        for funding in [Some(Funding::Paid), None] {
            assert_eq!(code(with(status, funding, PriorMaster::None)), Some("priorMasterOnRecord"));
            assert_eq!(with(status, funding, PriorMaster::Paid), Finding::Holds);
        }
    }
    assert_eq!(code(with(StudyStatus::Finished, Some(Funding::State), PriorMaster::Paid)), Some("priorMasterMismatch"));
}

#[test]
fn clause_1_4_a_state_funded_master_that_was_left_is_told_and_left_to_people() {
    let left = sample().degrees(vec![bachelor(), master(StudyStatus::Left, Funding::State, None)]);
    for said in [PriorMaster::None, PriorMaster::Paid] {
        let case = left.clone().with(|s| s.draft.education.prior_master = Some(said));
        assert_eq!(case.finding("1.4"), Finding::LeftToPeople);
        assert!(case.advice().contains(&("1.4", "stateFundedLeft")));
    }
    let confirmed = left.decide(ExamState::Draft, &MasterExamEvent::Confirm {}, By::Applicant).ok().unwrap();
    assert!(confirmed.findings.contains(&(Clause("1.4"), Finding::LeftToPeople)), "stored for who decides later");
    let declared = left.with(|s| s.draft.education.prior_master = Some(PriorMaster::StateFunded));
    assert!(declared.advice().contains(&("1.4", "stateFundedUsed")));
}

#[test]
fn clause_1_4_a_paid_master_on_record_contradicts_the_answer_none_also_beside_a_state_funded_one_that_was_left() {
    let left = Degree { id: "m2".into(), ..master(StudyStatus::Left, Funding::State, None) };
    let paid = master(StudyStatus::Finished, Funding::Paid, Some(2022));
    for masters in [[paid.clone(), left.clone()], [left, paid]] {
        let both = sample().degrees([vec![bachelor()], masters.to_vec()].concat());
        assert_eq!(both.broken("1.4"), Some("priorMasterOnRecord"));
        let corrected = both.with(|s| s.draft.education.prior_master = Some(PriorMaster::Paid));
        assert_eq!(corrected.finding("1.4"), Finding::LeftToPeople, "the one that was left still is for people");
    }
}

#[test]
fn clauses_1_2_and_1_6_a_student_without_a_graduating_year_is_unknown_and_never_refused() {
    let year = Finding::Unknown(Need::GraduationYear);
    let bachelors = sample().degrees(vec![Degree { status: StudyStatus::Studying, finish_year: None, ..bachelor() }]);
    assert_eq!(bachelors.finding("1.2"), year);
    assert!(bachelors.advice().contains(&("1.2", "graduationYearMissing")));
    let masters = sample()
        .degrees(vec![bachelor(), master(StudyStatus::Studying, Funding::Paid, None)])
        .with(|s| s.draft.education.prior_master = Some(PriorMaster::Paid));
    assert_eq!(masters.finding("1.6"), year);
    assert!(masters.advice().contains(&("1.6", "graduationYearMissing")));
    let masters = masters.with(|s| {
        s.draft.education.prior_master_institution = Some("BDU".into());
        s.draft.education.prior_master_year = Some(2027);
    });
    for case in [bachelors, masters] {
        let refused = case.refusal(ExamState::Draft, &MasterExamEvent::Confirm {}, By::Applicant);
        assert!(matches!(refused, qabul_domain::procedure::Refused::TryLater(_)), "{refused:?}");
    }
    // Another study that bars decides whatever is unknown of the first.
    let both = sample().degrees(vec![
        bachelor(),
        master(StudyStatus::Studying, Funding::Paid, None),
        Degree { id: "m2".into(), ..master(StudyStatus::OnLeave, Funding::Paid, None) },
    ]);
    assert_eq!(both.broken("1.6"), Some("currentMasterStudent"));
}

#[test]
fn the_first_edition_judges_as_it_did_and_the_second_as_the_act_says() {
    use qabul_domain::rules::edition::Edition;
    assert_eq!(MasterExam::RULE_SET, Edition::default().id());
    let first = |case: common::Sample| case.with(|s| s.facts.campaign.edition = Edition::First);
    let found = |case: &common::Sample, clause: &str| {
        let finding = case.finding(clause);
        (finding.word(), finding.broken().map(|reason| reason.code()))
    };
    let records: [(&str, common::Sample, _, _); 6] = [
        ("2.2", sample().citizenship(Citizenship::Stateless), ("leftToPeople", None), ("notConcerned", None)),
        ("2.2", sample().citizenship(Citizenship::Protected), ("leftToPeople", None), ("notConcerned", None)),
        (
            "1.4",
            sample().degrees(vec![bachelor(), master(StudyStatus::Finished, Funding::Paid, Some(2022))]),
            ("holds", None),
            ("broken", Some("priorMasterOnRecord")),
        ),
        (
            "1.4",
            sample().degrees(vec![bachelor(), master(StudyStatus::Left, Funding::State, None)]),
            ("holds", None),
            ("leftToPeople", None),
        ),
        (
            "1.6",
            sample().degrees(vec![bachelor(), master(StudyStatus::Studying, Funding::Paid, None)]),
            ("broken", Some("currentMasterStudent")),
            ("unknown", None),
        ),
        (
            "1.2",
            sample().degrees(vec![Degree { status: StudyStatus::Studying, finish_year: None, ..bachelor() }]),
            ("broken", Some("graduationYearMissing")),
            ("unknown", None),
        ),
    ];
    for (clause, case, before, now) in records {
        assert_eq!(found(&case, clause), now, "{clause}");
        assert_eq!(found(&first(case), clause), before, "{clause}");
    }
    let clauses = |case: common::Sample| {
        MasterExam::judge(&case.case()).into_iter().map(|(Clause(number), _)| number).collect::<Vec<_>>()
    };
    let (old, new) = (clauses(first(sample())), clauses(sample()));
    assert_eq!(old.len(), new.len());
    let moved: Vec<_> = old.iter().zip(&new).filter(|(old, new)| old != new).collect();
    assert_eq!(moved, [(&"MAG-13", &"CAMPAIGN-2")]);
    assert_eq!(Edition::First.read("MAG-13"), "CAMPAIGN-2");
    assert_eq!(Edition::Second.read("MAG-13"), "MAG-13");
}

#[test]
fn foreign_citizens_and_stateless_persons_are_told_of_paid_seats_by_the_announcement_before_they_pay() {
    let told = |citizenship| sample().citizenship(citizenship).advice().contains(&("CAMPAIGN-4", "foreignerPaidOnly"));
    assert!(told(Citizenship::Foreign) && told(Citizenship::Stateless));
    assert!(!told(Citizenship::Azerbaijan) && !told(Citizenship::Protected), "a law or treaty may say otherwise");
    let silent = sample().citizenship(Citizenship::Foreign).with(|s| s.facts.person = Fact::Unavailable);
    assert!(!silent.advice().iter().any(|(clause, _)| *clause == "CAMPAIGN-4"));
    let blocked = sample().citizenship(Citizenship::Foreign);
    let findings = MasterExam::judge(&blocked.case());
    assert!(
        findings.iter().all(|(_, finding)| finding.broken().is_none_or(|reason| reason.code() != "foreignerPaidOnly"))
    );
}

#[test]
fn clause_1_6_bars_master_students_except_in_the_graduating_year() {
    let with = |status, year| sample().degrees(vec![bachelor(), master(status, Funding::Paid, year)]).broken("1.6");
    assert_eq!(with(StudyStatus::Studying, Some(2027)), Some("currentMasterStudent"));
    assert_eq!(with(StudyStatus::OnLeave, Some(2026)), Some("currentMasterStudent"));
    assert_eq!(with(StudyStatus::Studying, Some(2026)), None);
    assert_eq!(with(StudyStatus::Finished, Some(2020)), None);
}

#[test]
fn clause_1_7_tells_balance_fee_and_what_is_missing() {
    let case = sample().with(|s| s.facts.balance = Qepik(1_250));
    let finding = case.finding("1.7");
    assert_eq!(
        finding.broken().unwrap().text(Lang::Az).replace('\u{a0}', " "),
        "Balansınıza 37,50 AZN əlavə edin. Balansınızda 12,50 AZN var, ödəniş 50,00 AZN təşkil edir."
    );
    assert_eq!(case.broken("1.7"), Some("insufficientFunds"));
    assert_eq!(sample().with(|s| s.facts.balance = Qepik(5_000)).finding("1.7"), Finding::Holds);
    assert_eq!(sample().with(|s| s.facts.balance = Qepik(4_999)).broken("1.7"), Some("insufficientFunds"));
}

#[test]
fn clause_1_7_a_free_campaign_asks_for_nothing_and_a_debt_comes_first() {
    assert_eq!(sample().with(|s| s.facts.campaign.fee = Qepik::ZERO).finding("1.7"), Finding::NotConcerned);
    let indebted = sample().with(|s| (s.facts.balance, s.facts.receivable) = (Qepik::manat(500), Qepik(1)));
    assert_eq!(indebted.broken("1.7"), Some("receivableOutstanding"));
}

#[test]
fn clause_1_7_asks_for_the_money_also_where_the_commission_confirms() {
    let case = sample().citizenship(Citizenship::Foreign).with(|s| s.facts.balance = Qepik::ZERO);
    assert_eq!(case.broken("1.7"), Some("insufficientFunds"));
    assert_eq!(sample().citizenship(Citizenship::Foreign).finding("1.7"), Finding::Holds);
}

#[test]
fn clause_2_1_the_policy_table_row_by_row() {
    use ConfirmationPolicy::{Practice2025, Practice2026, Rules2017};
    use Route::{Commission as Sqk, SelfConfirm as Own};
    // citizen, institution in Azerbaijan, recognised | 2017, 2025, 2026
    let table = [
        ((true, true, false), [Own, Own, Own]),
        ((true, false, true), [Sqk, Own, Own]),
        ((true, false, false), [Sqk, Sqk, Sqk]),
        ((false, true, false), [Sqk, Sqk, Own]),
        ((false, false, true), [Sqk, Own, Own]),
        ((false, false, false), [Sqk, Sqk, Sqk]),
    ];
    for ((citizen, local, recognised), expected) in table {
        let found =
            [Rules2017, Practice2025, Practice2026].map(|policy| decide(policy, citizen, local, recognised).route);
        assert_eq!(found, expected, "citizen {citizen}, local {local}, recognised {recognised}");
    }
}

#[test]
fn clause_2_1_names_the_ground_and_who_confirms() {
    let own = MasterExam::confirmer(&sample().case()).unwrap();
    assert_eq!((own.by, own.clause, own.reason.code()), (By::Applicant, Clause("2.1"), "confirmYourself"));
    let foreign = sample().citizenship(Citizenship::Stateless);
    let desk = MasterExam::confirmer(&foreign.case()).unwrap();
    assert_eq!((desk.by, desk.reason.code()), (By::Officer(Role::Commission), "confirmAtCommission"));
    assert!(desk.reason.text(Lang::En).ends_with("You are not a citizen of Azerbaijan."));
    let silent = sample().with(|s| s.facts.person = Fact::Unavailable);
    assert_eq!(MasterExam::confirmer(&silent.case()), None);
    assert_eq!(silent.finding("2.1"), Finding::Unknown(Need::Person));
}

#[test]
fn clause_2_1_a_person_without_register_is_no_citizen_and_goes_to_the_commission() {
    let case = sample().with(|s| s.facts.person = Fact::NotFound);
    let desk = MasterExam::confirmer(&case.case()).unwrap();
    assert_eq!(
        desk.reason,
        Reason::Applications(qabul_domain::rules::applications::Reason::ConfirmAtCommission(Ground::NotCitizen))
    );
}

#[test]
fn clause_2_1_1_and_2_1_2_are_seen_by_people_only_at_the_commission() {
    for clause in ["2.1.1", "2.1.2"] {
        assert_eq!(sample().finding(clause), Finding::NotConcerned);
        assert_eq!(sample().citizenship(Citizenship::Foreign).finding(clause), Finding::LeftToPeople);
    }
}

#[test]
fn clause_2_1_3_a_foreign_degree_needs_recognition() {
    let abroad = |recognised, policy| {
        sample()
            .degrees(vec![Degree { in_azerbaijan: false, recognised, source: Source::Tkta, ..bachelor() }])
            .with(|s| s.facts.campaign.confirmation = policy)
    };
    assert_eq!(sample().finding("2.1.3"), Finding::NotConcerned);
    assert_eq!(abroad(Some(true), ConfirmationPolicy::Rules2017).finding("2.1.3"), Finding::Holds);
    assert_eq!(abroad(Some(false), ConfirmationPolicy::Rules2017).broken("2.1.3"), Some("recognitionRequired"));
    assert_eq!(abroad(None, ConfirmationPolicy::Rules2017).finding("2.1.3"), Finding::LeftToPeople);
    assert_eq!(abroad(Some(false), ConfirmationPolicy::Practice2026).finding("2.1.3"), Finding::LeftToPeople);
}

#[test]
fn clause_2_2_translations_concern_foreigners_and_those_educated_abroad() {
    assert_eq!(sample().finding("2.2"), Finding::NotConcerned);
    assert_eq!(sample().citizenship(Citizenship::Foreign).finding("2.2"), Finding::LeftToPeople);
    let abroad = sample().degrees(vec![Degree { in_azerbaijan: false, recognised: Some(true), ..bachelor() }]);
    assert_eq!(abroad.finding("2.2"), Finding::LeftToPeople);
    // The act names stateless persons and refugees apart from foreigners, and asks them for no translation.
    for citizenship in [Citizenship::Stateless, Citizenship::Protected] {
        assert_eq!(sample().citizenship(citizenship).finding("2.2"), Finding::NotConcerned);
        assert_eq!(abroad.clone().citizenship(citizenship).finding("2.2"), Finding::LeftToPeople);
    }
    assert_eq!(sample().with(|s| s.facts.person = Fact::NotFound).finding("2.2"), Finding::NotConcerned);
}

#[test]
fn clause_2_1_1_names_the_papers_of_each_status_and_no_other() {
    let identity = |citizenship, source, document: &str| {
        let case = sample().citizenship(citizenship).with(|s| {
            if let Fact::Known { value, source: from, .. } = &mut s.facts.person {
                (*from, value.document) = (source, document.to_owned());
            }
        });
        let papers = MasterExam::papers(&case.case());
        (papers[0].text(Lang::Az).to_owned(), papers.iter().any(|paper| paper.kind.word() == "translation"))
    };
    let stateless = |source, document| identity(Citizenship::Stateless, source, document);
    let card = ("Vətəndaşlığı olmayan şəxsin şəxsiyyət vəsiqəsinin əsli".to_owned(), false);
    assert_eq!(stateless(Source::PopulationRegister, "AA1234567"), card, "who lives here permanently: one document");
    assert_eq!(stateless(Source::MigrationRegister, "DYI0000015"), card);
    let (temporary, _) = stateless(Source::MigrationRegister, "MYI0000015");
    assert!(temporary.contains("kənara getmək üçün") && temporary.contains("icazə vəsiqəsinin"), "{temporary}");
    assert!(!temporary.contains("şəxsiyyət"), "{temporary}");
    let (either, _) = stateless(Source::Manual, "");
    assert!(either.starts_with("Azərbaycanda daimi yaşayırsınızsa"), "{either}");
    let (refugee, translated) = identity(Citizenship::Protected, Source::Manual, "");
    assert!(!translated);
    for word in ["Qaçqın vəsiqəsinin", "yol sənədinin", "ailə üzvləri", "Beynəlxalq müqavilələrdə", "icazə vəsiqəsinin"]
    {
        assert!(refugee.contains(word), "{word}: {refugee}");
    }
    let (foreigner, translated) = identity(Citizenship::Foreign, Source::MigrationRegister, "MYI0000014");
    assert!(translated && foreigner.starts_with("Pasportun və (və ya) icazə vəsiqəsinin"), "{foreigner}");
}

#[test]
fn portal_4_an_account_that_waits_for_an_officer_confirms_nothing() {
    assert_eq!(sample().with(|s| s.facts.account_verified = false).broken("PORTAL-4"), Some("accountNotVerified"));
}

#[test]
fn the_judgement_never_stops_at_the_first_broken_clause() {
    let case = sample().with(|s| {
        s.facts.balance = Qepik::ZERO;
        s.facts.account_verified = false;
        s.draft.exam.specialization_language = Some(SpecializationLanguage::En);
    });
    let broken: Vec<_> = MasterExam::judge(&case.case())
        .into_iter()
        .filter_map(|(Clause(number), finding)| finding.broken().map(|_| number))
        .collect();
    assert_eq!(broken, ["1.7", "3.2.5", "PORTAL-4"]);
}
