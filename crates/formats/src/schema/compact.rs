//! Reads the part of RELAX NG's compact syntax that our schemas use.

use std::collections::HashMap;

use super::datatype::Datatype;

/// A pattern as written; references are names of definitions.
#[derive(Debug, Clone)]
pub(super) enum Expr {
    Empty,
    NotAllowed,
    Text,
    Reference(String),
    Choice(Vec<Expr>),
    Group(Vec<Expr>),
    Interleave(Vec<Expr>),
    OneOrMore(Box<Expr>),
    Value(String),
    Data(Datatype),
    Attribute(NameClass, Box<Expr>),
    Element(NameClass, Box<Expr>),
}

/// Which names a pattern takes. A namespace is its address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum NameClass {
    Name { namespace: String, local: String },
    Namespace(String),
    Any,
    Choice(Vec<NameClass>),
    Except(Box<NameClass>, Box<NameClass>),
}

impl NameClass {
    pub(super) fn contains(&self, namespace: &str, local: &str) -> bool {
        match self {
            Self::Name { namespace: ns, local: name } => ns == namespace && name == local,
            Self::Namespace(ns) => ns == namespace,
            Self::Any => true,
            Self::Choice(classes) => classes.iter().any(|class| class.contains(namespace, local)),
            Self::Except(all, not) => all.contains(namespace, local) && !not.contains(namespace, local),
        }
    }

    /// The names it lists, as people write them.
    pub(super) fn names(&self) -> Vec<String> {
        match self {
            Self::Name { namespace, local } if namespace == XML => vec![format!("xml:{local}")],
            Self::Name { local, .. } => vec![local.clone()],
            Self::Choice(classes) => classes.iter().flat_map(Self::names).collect(),
            Self::Namespace(_) | Self::Any | Self::Except(..) => Vec::new(),
        }
    }

    /// Calls `f` with each namespace and each name that is told apart.
    pub(super) fn each(&self, f: &mut dyn FnMut(&str, Option<&str>)) {
        match self {
            Self::Name { namespace, local } => f(namespace, Some(local)),
            Self::Namespace(namespace) => f(namespace, None),
            Self::Any => {}
            Self::Choice(classes) => classes.iter().for_each(|class| class.each(f)),
            Self::Except(all, not) => {
                all.each(f);
                not.each(f);
            }
        }
    }
}

/// The namespace of `xml:lang`.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The definitions of a schema; the one called `start` is the document.
pub(super) fn read(schema: &str) -> Result<HashMap<String, Expr>, String> {
    let mut parser = Parser { tokens: tokens(schema)?, at: 0, default: String::new(), prefixes: HashMap::new() };
    parser.prefixes.insert("xml".to_owned(), XML.to_owned());
    parser.schema()
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Name(String),
    Literal(String),
    Mark(char),
}

fn tokens(schema: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = schema.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
        let end = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' => {
                let end = rest[1..].find('"').ok_or("a literal without its end")?;
                tokens.push(Token::Literal(rest[1..=end].to_owned()));
                end + 2
            }
            c if c.is_alphabetic() || c == '_' => {
                let mut end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
                // `p:*` is a name class.
                if rest[..end].ends_with(':') && rest[end..].starts_with('*') {
                    end += 1;
                }
                tokens.push(Token::Name(rest[..end].to_owned()));
                end
            }
            c => {
                tokens.push(Token::Mark(c));
                c.len_utf8()
            }
        };
        rest = rest[end..].trim_start();
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    default: String,
    prefixes: HashMap<String, String>,
}

impl Parser {
    fn schema(&mut self) -> Result<HashMap<String, Expr>, String> {
        let mut definitions = HashMap::new();
        while let Some(Token::Name(name)) = self.next() {
            match name.as_str() {
                "default" => {
                    self.expect_name("namespace")?;
                    self.expect('=')?;
                    self.default = self.literal()?;
                }
                "namespace" => {
                    let prefix = self.name()?;
                    self.expect('=')?;
                    let address = self.literal()?;
                    self.prefixes.insert(prefix, address);
                }
                _ => {
                    self.expect('=')?;
                    let expr = self.pattern()?;
                    if definitions.insert(name.clone(), expr).is_some() {
                        return Err(format!("`{name}` is defined twice"));
                    }
                }
            }
        }
        if self.at < self.tokens.len() {
            Err(format!("a definition expected at token {}", self.at))
        } else {
            Ok(definitions)
        }
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.peek().filter(|token| !matches!(token, Token::Mark(_))).cloned();
        self.at += usize::from(token.is_some());
        token
    }

    fn takes(&mut self, mark: char) -> bool {
        let found = self.peek() == Some(&Token::Mark(mark));
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, mark: char) -> Result<(), String> {
        if self.takes(mark) { Ok(()) } else { Err(format!("`{mark}` expected, not {:?}", self.peek())) }
    }

    fn name(&mut self) -> Result<String, String> {
        match self.next() {
            Some(Token::Name(name)) => Ok(name),
            other => Err(format!("a name expected, not {other:?}")),
        }
    }

    fn expect_name(&mut self, wanted: &str) -> Result<(), String> {
        let name = self.name()?;
        if name == wanted { Ok(()) } else { Err(format!("`{wanted}` expected, not `{name}`")) }
    }

    fn literal(&mut self) -> Result<String, String> {
        match self.next() {
            Some(Token::Literal(text)) => Ok(text),
            other => Err(format!("a literal expected, not {other:?}")),
        }
    }

    /// Particles joined by one and the same mark.
    fn pattern(&mut self) -> Result<Expr, String> {
        let first = self.particle()?;
        for mark in [',', '|', '&'] {
            if self.peek() == Some(&Token::Mark(mark)) {
                let mut all = vec![first];
                while self.takes(mark) {
                    all.push(self.particle()?);
                }
                return Ok(match mark {
                    ',' => Expr::Group(all),
                    '|' => Expr::Choice(all),
                    _ => Expr::Interleave(all),
                });
            }
        }
        Ok(first)
    }

    fn particle(&mut self) -> Result<Expr, String> {
        let expr = self.primary()?;
        Ok(if self.takes('?') {
            Expr::Choice(vec![expr, Expr::Empty])
        } else if self.takes('*') {
            Expr::Choice(vec![Expr::OneOrMore(Box::new(expr)), Expr::Empty])
        } else if self.takes('+') {
            Expr::OneOrMore(Box::new(expr))
        } else {
            expr
        })
    }

    fn primary(&mut self) -> Result<Expr, String> {
        if self.takes('(') {
            let inner = self.pattern()?;
            self.expect(')')?;
            return Ok(inner);
        }
        let name = match self.next() {
            Some(Token::Literal(value)) => return Ok(Expr::Value(value)),
            Some(Token::Name(name)) => name,
            other => return Err(format!("a pattern expected, not {other:?}")),
        };
        Ok(match name.as_str() {
            "empty" => Expr::Empty,
            "notAllowed" => Expr::NotAllowed,
            "text" => Expr::Text,
            "mixed" => Expr::Interleave(vec![Expr::Text, self.braces()?]),
            "element" => {
                let class = self.class(&self.default.clone())?;
                Expr::Element(class, Box::new(self.braces()?))
            }
            "attribute" => {
                let class = self.class("")?;
                Expr::Attribute(class, Box::new(self.braces()?))
            }
            name => match name.strip_prefix("xsd:") {
                Some(datatype) => Expr::Data(self.datatype(datatype)?),
                None => Expr::Reference(name.to_owned()),
            },
        })
    }

    fn braces(&mut self) -> Result<Expr, String> {
        self.expect('{')?;
        let inner = self.pattern()?;
        self.expect('}')?;
        Ok(inner)
    }

    fn datatype(&mut self, name: &str) -> Result<Datatype, String> {
        let mut pattern = None;
        if self.takes('{') {
            self.expect_name("pattern")?;
            self.expect('=')?;
            pattern = Some(self.literal()?);
            self.expect('}')?;
        }
        Datatype::new(name, pattern.as_deref())
    }

    /// A name class; unprefixed names are in `default`.
    fn class(&mut self, default: &str) -> Result<NameClass, String> {
        let all = if self.takes('(') {
            let mut classes = vec![self.class(default)?];
            while self.takes('|') {
                classes.push(self.class(default)?);
            }
            self.expect(')')?;
            NameClass::Choice(classes)
        } else if self.takes('*') {
            NameClass::Any
        } else {
            self.one_name(default)?
        };
        Ok(if self.takes('-') { NameClass::Except(Box::new(all), Box::new(self.class(default)?)) } else { all })
    }

    fn one_name(&mut self, default: &str) -> Result<NameClass, String> {
        let name = self.name()?;
        let Some((prefix, local)) = name.split_once(':') else {
            return Ok(NameClass::Name { namespace: default.to_owned(), local: name });
        };
        let namespace = self.prefixes.get(prefix).cloned().ok_or_else(|| format!("unknown prefix `{prefix}`"))?;
        Ok(match local {
            "*" => NameClass::Namespace(namespace),
            local => NameClass::Name { namespace, local: local.to_owned() },
        })
    }
}
