//! Messages sent by the portal: kept in memory; the oldest are dropped.

use std::collections::VecDeque;

use qabul_domain::calendar::Micros;
use serde::Serialize;

/// Maximum number of SMS kept.
const MOST_SMS: usize = 2_000;
/// Maximum number of e-mails kept.
const MOST_MAILS: usize = 500;
/// Maximum size of all kept attachments together, in bytes.
const MOST_FILE_BYTES: usize = 64 * 1024 * 1024;

/// A delivered SMS.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sms {
    /// The sender's id.
    pub id: String,
    /// Number, `+994…`.
    pub to: String,
    /// Text.
    pub text: String,
    /// When it was received, µs UTC.
    pub at: Micros,
}

impl Sms {
    /// The first six-digit number in the text; codes are sent in this form.
    pub fn code(&self) -> Option<&str> {
        self.text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 6)
    }
}

/// A file that came with an e-mail.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct MailFile {
    /// File name.
    pub name: String,
    /// MIME type.
    pub mime: String,
    /// Content; JSON contains only its size instead.
    #[serde(rename = "size", serialize_with = "size_only")]
    pub bytes: Vec<u8>,
}

fn size_only<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(bytes.len() as u64)
}

/// A delivered e-mail.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    /// Number within this run of the simulator.
    pub number: u64,
    /// Message-ID without angle brackets.
    pub message_id: String,
    /// Envelope sender.
    pub from: String,
    /// Envelope recipients.
    pub to: Vec<String>,
    /// Decoded subject.
    pub subject: String,
    /// Decoded plain text.
    pub text: String,
    /// Attachments.
    pub files: Vec<MailFile>,
    /// When it was received, µs UTC.
    pub at: Micros,
}

macro_rules! hide {
    ($($kind:ident),*) => {$(
        impl std::fmt::Debug for $kind {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($kind), "(…)"))
            }
        }
    )*};
}
hide!(Sms, MailFile, Mail);

/// Result of accepting an SMS.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    New,
    Again,
    OtherContent,
}

/// Both boxes, newest last.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    pub sms: VecDeque<Sms>,
    pub mails: VecDeque<Mail>,
    numbered: u64,
}

impl Inbox {
    /// Stores an SMS; each id is stored once.
    pub(crate) fn take_sms(&mut self, sms: Sms) -> Taken {
        if let Some(known) = self.sms.iter().find(|known| known.id == sms.id) {
            let same = known.to == sms.to && known.text == sms.text;
            return if same { Taken::Again } else { Taken::OtherContent };
        }
        self.sms.push_back(sms);
        if self.sms.len() > MOST_SMS {
            self.sms.pop_front();
        }
        Taken::New
    }

    /// Stores an e-mail and assigns its number.
    pub(crate) fn take_mail(&mut self, mail: Mail) {
        self.numbered += 1;
        self.mails.push_back(Mail { number: self.numbered, ..mail });
        while self.mails.len() > 1 && (self.mails.len() > MOST_MAILS || self.file_bytes() > MOST_FILE_BYTES) {
            self.mails.pop_front();
        }
    }

    fn file_bytes(&self) -> usize {
        self.mails.iter().flat_map(|mail| &mail.files).map(|file| file.bytes.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sms(id: u32, text: &str) -> Sms {
        Sms { id: id.to_string(), to: "+994500000000".to_owned(), text: text.to_owned(), at: Micros(0) }
    }

    #[test]
    fn one_id_is_delivered_once_and_never_with_another_text() {
        let mut inbox = Inbox::default();
        assert_eq!(inbox.take_sms(sms(1, "a")), Taken::New);
        assert_eq!(inbox.take_sms(sms(1, "a")), Taken::Again);
        assert_eq!(inbox.take_sms(sms(1, "b")), Taken::OtherContent);
        assert_eq!(inbox.sms.len(), 1);
    }

    #[test]
    fn the_boxes_stay_bounded() {
        let mut inbox = Inbox::default();
        for id in 0..MOST_SMS as u32 + 5 {
            inbox.take_sms(sms(id, "x"));
        }
        assert_eq!((inbox.sms.len(), inbox.sms[0].id.as_str()), (MOST_SMS, "5"));
    }

    #[test]
    fn a_code_is_six_digits_and_not_a_part_of_a_longer_number() {
        assert_eq!(sms(1, "Təsdiq kodu: 042917. Heç kimə deməyin.").code(), Some("042917"));
        assert_eq!(sms(1, "İş №1234567, 2026").code(), None);
    }
}
