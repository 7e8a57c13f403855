//! The rules for translations, each on small units: when it speaks, and when it must be silent.

use gloss_check::{Bitext, Checker, Escapes};
use gloss_core::{
    lang::Lang,
    model::{Segment, Unit},
    text::Placed,
};
use gloss_terms::glossary::{Glossary, SourceFile};

const GLOSSARY: &str = r#"
[house]
vi = "nhà Đại đoàn kết"
en = ["Great Solidarity house", { term = "great unity house", status = "deprecated" }]

[committee]
vi = ["Ủy ban nhân dân", { term = "UBND", type = "acronym" }]
en = ["People’s Committee", "Committee of the People"]

[etax]
vi = { term = "eTax Mobile", keep = true }
en = { term = "eTax Mobile", keep = true }

[state]
vi = "Nhà nước"
en = { term = "State", case = true }
"#;

/// The rules that speak about units from Vietnamese into English, or the other way round if `turned`.
fn rules(units: &[(&str, &str)], turned: bool) -> Vec<&'static str> {
    let glossary = Glossary::read(vec![SourceFile::new("g.toml", GLOSSARY)]);
    assert!(glossary.faults().is_empty(), "{:?}", glossary.faults());
    let langs = if turned { [Lang::en(), Lang::vi()] } else { [Lang::vi(), Lang::en()] };
    let file: String = units.iter().map(|(source, target)| format!("{source}\t{target}\n")).collect();
    let mut start = 0;
    let mut segment = |lang: &Lang, text: &str| {
        let places = Placed::copied(text, start).places;
        start += text.len() + 1;
        Segment { places, ..Segment::new(lang.clone(), text) }
    };
    let unit = |(source, target): &(&str, &str)| Unit::new(segment(&langs[0], source), segment(&langs[1], target));
    let units = (1..).zip(units.iter().map(unit)).collect();
    let bitext = Bitext::new("a.tsv", &file, Escapes::Cells, units).expect("units");
    let mut rules: Vec<&str> =
        Checker::new(&glossary).check_pairs(&[bitext], &|| {}).iter().map(|f| f.rule.id).collect();
    rules.sort_unstable();
    rules
}

#[test]
fn each_rule_speaks_where_it_must_and_is_silent_elsewhere() {
    for (source, target, wanted) in [
        // Terms.
        ("Xây nhà Đại đoàn kết.", "New houses were built.", &["missing-term"][..]),
        ("Xây nhà Đại đoàn kết.", "Great Solidarity houses were built.", &[]),
        ("Xây nhà Đại đoàn kết.", "Houses of Great Solidarity were built.", &[]),
        ("Xây nhà Đại đoàn kết.", "Great unity houses were built.", &["deprecated-rendering"]),
        ("Ủy ban nhân dân họp.", "The Committee of the People met.", &[]),
        ("UBND họp.", "The UBND met.", &[]),
        ("UBND họp.", "They met.", &["missing-term"]),
        ("Ủy ban nhân dân Uganda họp.", "They met.", &[]),
        ("Ủy ban nhân dân Điện Biên họp.", "They met.", &["missing-term"]),
        ("Ủy ban nhân dân Lào Cai họp.", "They met.", &["missing-term"]),
        ("Ủy ban nhân dân Lào họp.", "They met.", &[]),
        ("Mở eTax Mobile.", "Open the app.", &["changed-name"]),
        ("Mở eTax Mobile.", "Open eTax Mobile.", &[]),
        // Numbers.
        ("Có 2.063 tỷ đồng.", "It is VND 2.063 trillion.", &[]),
        ("Có 2.063 tỷ đồng.", "It is VND 2,063 billion.", &[]),
        ("Có 2.063 tỷ đồng.", "It is VND 2.063 billion.", &["number-mismatch"]),
        ("Giảm 17,5% trong tháng 8/2025.", "It fell by 17.5 per cent in August 2025.", &[]),
        ("Ngày 2/9/1945 có 3 bản.", "On September 2, 1945, there were three villages.", &[]),
        ("Ngày 2/9/1945 có 5 bản.", "On September 3, 1945, there were five villages.", &["number-mismatch"]),
        ("Đại hội lần thứ XV lúc 14 giờ 30.", "The 15th congress was at 2:30 p.m.", &[]),
        ("Có 15 bản.", "There are 51 villages.", &["number-mismatch"]),
        ("Có 15 bản.", "There are many villages.", &[]),
        ("Tệp A4 có %d trang.", "File A4 has %d pages.", &[]),
        ("Có 5 người.", "There are 17 people.", &["number-mismatch"]),
        ("Có 3 nhà.", "There are 15 houses.", &["number-mismatch"]),
        ("Năm 2011.", "There are 11 houses.", &["number-mismatch"]),
        ("Lúc 17 giờ.", "At 5 p.m.", &[]),
        ("Mùa 2011-2012.", "The 2011-12 season.", &[]),
        // Codes.
        ("Đã lưu %s vào {0}.", "Saved {0} in %s.", &[]),
        ("Đã lưu %s vào {0}.", "Saved %s.", &["code-mismatch"]),
        ("Đã đạt 100% kế hoạch.", "100% of the plan is reached.", &[]),
        // Language.
        ("Please save the file first.", "Please save the file first.", &["untranslated"]),
        ("Nà Hỳ, Nà Tấu, Na Sang", "Nà Hỳ, Nà Tấu, Na Sang", &[]),
        ("Bà con trong xã rất vui mừng hôm nay.", "Bà con trong xã rất phấn khởi hôm nay nhé.", &["wrong-language"]),
        ("Có.", "", &["untranslated"]),
        ("Lưu vào <b>đĩa</b>.", "Save to <b>disk.", &["code-mismatch"]),
        ("Có 24.512 hộ.", "There are 24.512 households.", &["number-mismatch"]),
        ("Hàm ROUND(24.512;2) cho 5.", "It is ROUND(24.512;2) and gives 5.", &[]),
        ("Mạng 192.168.*.* có 5 máy.", "The network 192.168.*.* has five machines.", &[]),
        ("Nhạc thập niên 70.", "Music of the 1970s.", &[]),
        // What a new user found.
        ("Ngày 2/9/1945.", "On February 9, 1945.", &["number-mismatch"]),
        ("Sáng 5/6, đoàn đến.", "On May 6 the delegation came.", &["number-mismatch"]),
        ("Ngày 5/6 và 6/5.", "On June 5 and May 6.", &[]),
        ("Từ ngày 4-10 tháng tư năm 2005.", "From April 4-10, 2005.", &[]),
        ("Đang quản lý 3.500 tỷ đô la.", "It manages $3,500 bn.", &[]),
        ("Tương đương 21,9 triệu USD.", "That is US $21.9 m.", &[]),
        ("Dài 21 m.", "It is 21 m long.", &[]),
        ("Tháng 7/2025, có 45 xã.", "In June 2025 there were 45 communes.", &["number-mismatch"]),
        ("Tháng 3 năm 2024, xã xây nhà.", "In May 2024 the commune built houses.", &["number-mismatch"]),
        ("Tháng mười một năm 2010.", "In November 2010.", &[]),
        ("Đại hội XIV của Đảng.", "The 13th Party Congress.", &["number-mismatch"]),
        ("Đại hội XIV của Đảng.", "The 14th Party Congress.", &[]),
        ("Hơn 10 nghìn cây.", "More than 1,000 trees.", &["number-mismatch"]),
        ("Có 1 tỷ 200 triệu đồng.", "It is VND 1.2 billion.", &[]),
        ("Tổng 2 nghìn 500 tỷ đồng.", "A total of VND2.5 trillion.", &[]),
        ("Thu 23.456 tỷ đồng.", "VND23.5 trillion was collected.", &[]),
        ("Thu 1.996 tỷ đồng.", "VND2 trillion was collected.", &[]),
        ("Thu 1.500 tỷ đồng.", "VND2 trillion was collected.", &["number-mismatch"]),
        ("Thu 12 tỷ đồng.", "VND13 billion was collected.", &["number-mismatch"]),
        ("Có 3 triệu rưỡi đồng.", "It is VND 3.5 million.", &[]),
        ("Có 20 tạ lúa.", "There are 2 tonnes of rice.", &[]),
        ("Vay 60 triệu đồng.", "They borrowed USD 60 million.", &["number-mismatch"]),
        ("Vay 60 triệu đồng.", "They borrowed VND 60 million.", &[]),
        ("Vay 60 triệu đồng.", "They borrowed $60 million.", &["number-mismatch"]),
        ("Vay 60 triệu đồng.", "They borrowed VND70 million.", &["number-mismatch"]),
        ("Vay 60 triệu đồng.", "They borrowed VND60 million.", &[]),
        ("Xuất khẩu đạt 450 triệu USD.", "Exports reached US$540 million.", &["number-mismatch"]),
        ("Xuất khẩu đạt 450 triệu USD.", "Exports reached $450 million.", &[]),
        ("Cộng đồng chờ đón Giải vô địch châu Âu 2024.", "The community is waiting for Euro 2024.", &[]),
        ("Đồng chí Nam, sinh năm 1975, nhận 100 đô.", "Comrade Nam, born in 1975, received $100.", &[]),
        ("Tặng 5.000 đồng bào 600.000 USD.", "It gave 5,000 compatriots $600,000.", &[]),
        ("Có 15kg gạo.", "There are 25kg of rice.", &["number-mismatch"]),
        ("Dài 62km.", "It is 62 km long.", &[]),
        ("Đã lưu ${name} vào $HOME.", "Saved ${name} to $HOME.", &[]),
        ("Tính đến ngày 12-10, 10/12 xã đã xong.", "As of October 12, 10 of 12 communes were done.", &[]),
        ("Khoảng 1/5 số hộ về ngày mùng 5 tháng Giêng.", "About one fifth came on January 5.", &[]),
        ("Sáng 5-6, đoàn đến.", "On May 6th the delegation came.", &["number-mismatch"]),
        ("Ngày 5/6/2024, đoàn đến.", "On 6th of May 2024 the delegation came.", &["number-mismatch"]),
        ("Quý III/2024 đạt 5 triệu USD.", "It was US$5 million in July-September 2024.", &[]),
        ("Đại hội lần thứ XIV.", "Congress XIII.", &["number-mismatch"]),
        ("Quà trị giá 500 nghìn đồng.", "The gift was worth VND500.", &["number-mismatch"]),
        ("Giá 50.000 đồng.", "It costs VND50.", &["number-mismatch"]),
        ("Giá 5-7 triệu đồng.", "It costs VND5 million to VND7 million.", &[]),
        ("Từ 5 đến 7 triệu đồng.", "From 5 million to 7 million dong.", &[]),
        ("Có 54 tỉ phú mới.", "There are 54 new billionaires.", &[]),
        ("Có 15.000 hộ.", "There are 15 000 households.", &[]),
        ("Vào ngày 13 và ngày 15 tháng 7 năm 2006.", "On July 13 and 15, 2006.", &[]),
        ("Lúc 8:50 sáng.", "At 8.50 am.", &[]),
        ("Tai nạn khiến 2 người chết.", "The accident left three people dead.", &["number-mismatch"]),
        ("Tai nạn khiến hai người chết.", "The accident left 2 people dead.", &[]),
        ("Tai nạn khiến 2 người chết.", "The accident left a couple dead.", &[]),
        ("Lúc 3 giờ rưỡi chiều.", "At 3.30 p.m.", &[]),
        ("Từ 7h15 đến 9h45.", "From 7.15 to 9.45 a.m.", &[]),
        ("Trước 12:00 sáng.", "Before 12:00 am.", &[]),
        ("Lúc 9 giờ tối.", "At 9: 00 p.m.", &[]),
        ("Có 3 triệu hành khách.", "It has 3m passengers.", &[]),
        ("Đạt 90.000 tấn.", "Output was 9,000 tonnes.", &["number-mismatch"]),
        ("Con giống nặng 8 lạng.", "Each young animal weighs 800 grams.", &[]),
        ("Vay 5 tỷ USD.", "It borrowed $6bn.", &["number-mismatch"]),
        ("Cầu dài 120 m.", "The 210m-long bridge.", &["number-mismatch"]),
        ("Tốc độ 80 km/h.", "The limit is 90kph.", &["number-mismatch"]),
        ("Lúc 20 giờ 10 phút.", "At 9.10pm.", &["number-mismatch"]),
        ("Lúc 20 giờ 10 phút.", "At 8.10pm.", &[]),
        ("Lúc 5 giờ 30 phút sáng.", "At 5.30pm.", &["number-mismatch"]),
        ("Lúc 5 giờ 30 phút sáng.", "At 5.30am.", &[]),
        ("Lúc 2 giờ chiều.", "At 2 p.m.", &[]),
        ("Làm việc 8 giờ một ngày.", "They work 8 hours a day.", &[]),
        (
            "Có 3 huyện theo Quyết định ngày 15/3/2022.",
            "Three districts by the decision of April 15, 2022.",
            &["number-mismatch"],
        ),
        ("Nghị định 07/2021/NĐ-CP được ban hành.", "Decree 17/2021/NĐ-CP was issued.", &["number-mismatch"]),
        ("Nghị định 07/2021/NĐ-CP được ban hành.", "Decree 07/2021/ND-CP was issued.", &[]),
        ("Trong tháng 07/2021.", "In July 2021.", &[]),
        ("Lúc 14h30.", "At 4:30 p.m.", &["number-mismatch"]),
        ("Lúc 14h30.", "At 2:30 p.m.", &[]),
        ("Giảm 4%/năm.", "Down 5 per cent a year.", &["number-mismatch"]),
        ("Điện Biên Phủ.", "Dien Bien Phu.", &[]),
    ] {
        assert_eq!(rules(&[(source, target)], false), wanted, "{source} = {target}");
    }
    for (source, target, wanted) in [
        ("The People’s Committee met.", "Họ đã họp.", &["missing-term"][..]),
        ("The Dien Bien People’s Committee met.", "Họ đã họp.", &[]),
        ("State of the art.", "Hiện đại nhất.", &[]),
    ] {
        assert_eq!(rules(&[(source, target)], true), wanted, "{source} = {target}");
    }
}

/// Each of these took time by the square of the length.
#[test]
fn bug_long_segments_took_forever() {
    let start = std::time::Instant::now();
    for piece in ["1-2-3-", "1.234 tỷ ", "5/6/2024 ", "{0} ", "có năm 5 "] {
        let text = piece.repeat(20_000);
        rules(&[(&text, &text)], false);
    }
    assert!(start.elapsed().as_secs() < 40, "{:?}", start.elapsed());
}

#[test]
fn one_text_has_one_translation() {
    let same = "Bà con rất vui.";
    assert_eq!(rules(&[(same, "The people are happy."), (same, "Everyone is glad.")], false), ["inconsistent-target"]);
    // The place of a tone mark makes no other text: another rule speaks of it.
    let english = "Show the options again.";
    assert_eq!(
        rules(&[(english, "Hiện lại các tuỳ chọn."), (english, "Hiện lại các tùy chọn.")], true),
        ["mixed-tone-style"]
    );
    assert!(rules(&[(same, "The people are happy."), (same, "the people are happy")], false).is_empty());
    let reverse = [("Bà con rất vui.", "The people are happy."), ("Nhân dân phấn khởi.", "The people are happy.")];
    assert_eq!(rules(&reverse, false), ["inconsistent-source"]);
}
