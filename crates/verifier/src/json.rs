//! JSON objects of one line, for explanations that are not as they should be.

/// The members of an object: names and unparsed values. `None` = the line is no JSON object.
pub fn members(line: &str) -> Option<Vec<(String, &str)>> {
    let mut reader = Reader { text: line, at: 0 };
    let mut members = Vec::new();
    reader.space();
    reader.object(0, &mut |name, value| members.push((name, value)))?;
    reader.space();
    (reader.at == line.len()).then_some(members)
}

/// The unparsed text of a string in a line.
pub fn string(value: &str) -> Option<String> {
    let mut reader = Reader { text: value, at: 0 };
    let text = reader.string()?;
    (reader.at == value.len()).then_some(text)
}

/// Objects and lists inside each other; explanations have two.
const DEEPEST: u32 = 8;

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    /// Separated by commas up to the closing mark; spaces before and after each.
    fn list(&mut self, close: u8, mut one: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.space();
        if self.eat(close).is_some() {
            return Some(());
        }
        loop {
            self.space();
            one(self)?;
            self.space();
            if self.eat(close).is_some() {
                return Some(());
            }
            self.eat(b',')?;
        }
    }

    fn object(&mut self, depth: u32, member: &mut dyn FnMut(String, &'a str)) -> Option<()> {
        self.eat(b'{')?;
        self.list(b'}', |reader| {
            let name = reader.string()?;
            reader.space();
            reader.eat(b':')?;
            reader.space();
            let start = reader.at;
            reader.value(depth + 1)?;
            member(name, &reader.text[start..reader.at]);
            Some(())
        })
    }

    fn value(&mut self, depth: u32) -> Option<()> {
        match self.peek()? {
            _ if depth > DEEPEST => None,
            b'{' => self.object(depth, &mut |_, _| ()),
            b'[' => {
                self.at += 1;
                self.list(b']', |reader| reader.value(depth + 1))
            }
            b'"' => self.string().map(drop),
            b'-' | b'0'..=b'9' => self.number(),
            _ => {
                let word = ["null", "true", "false"].into_iter().find(|word| self.text[self.at..].starts_with(word))?;
                self.at += word.len();
                Some(())
            }
        }
    }

    fn number(&mut self) -> Option<()> {
        let digits = |reader: &mut Self| {
            let start = reader.at;
            while matches!(reader.peek(), Some(b'0'..=b'9')) {
                reader.at += 1;
            }
            (reader.at > start).then_some(())
        };
        let _ = self.eat(b'-');
        digits(self)?;
        if self.eat(b'.').is_some() {
            digits(self)?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            digits(self)?;
        }
        Some(())
    }

    fn string(&mut self) -> Option<String> {
        self.eat(b'"')?;
        let mut text = String::new();
        loop {
            let next = self.text[self.at..].chars().next()?;
            self.at += next.len_utf8();
            match next {
                '"' => return Some(text),
                '\\' => text.push(self.escaped()?),
                c if c < ' ' => return None,
                c => text.push(c),
            }
        }
    }

    /// What follows a backslash. Halves of surrogate pairs are not put together: no id or code needs them.
    fn escaped(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += 1;
        Some(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => {
                let digits = self.text.get(self.at..self.at + 4)?;
                self.at += 4;
                char::from_u32(u32::from_str_radix(digits, 16).ok()?).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return None,
        })
    }
}

/// Writes a text as the format does: only quote and backslash are escaped.
pub fn push_string(out: &mut String, text: &str) {
    out.push('"');
    if text.contains(['"', '\\']) {
        out.push_str(&text.replace('\\', "\\\\").replace('"', "\\\""));
    } else {
        out.push_str(text);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_values_as_they_stand() {
        let line = r#" {"a" : "x\"\u0041\\", "b":[1,-2.50e3,{"c":null}],"d":{}} "#;
        let members = members(line).unwrap();
        assert_eq!(members[0], ("a".to_owned(), r#""x\"\u0041\\""#));
        assert_eq!(members[1], ("b".to_owned(), r#"[1,-2.50e3,{"c":null}]"#));
        assert_eq!((members[2].1, string(members[0].1).unwrap()), ("{}", "x\"A\\".to_owned()));
        let mut written = String::new();
        push_string(&mut written, "x\"A\\");
        assert_eq!(written, r#""x\"A\\""#);
    }

    #[test]
    fn what_is_no_object_is_refused() {
        let deep = format!("{{\"a\":{}1{}}}", "[".repeat(50), "]".repeat(50));
        for odd in
            ["", "[]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1} x", "{\"a\":\"\\u12\"}", "{a:1}", &deep]
        {
            assert_eq!(members(odd), None, "{odd}");
        }
    }
}
