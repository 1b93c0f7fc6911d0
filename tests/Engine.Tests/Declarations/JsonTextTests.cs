using System.Globalization;
using System.Numerics;
using System.Text;
using Layercake.Engine.Declarations;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Declarations;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("{\"a\":null,\"b\":0,\"c\":false,\"d\":\"\",\"e\":[],\"f\":{}}")]
    [InlineData("{\"n\":[0,-1,9007199254740993,123456789012345678901234567890,0.1,-2.50,0.0]}")]
    [InlineData("{\"date\":\"2024-01-02T03:04:05Z\",\"text\":\"ä\\\"\\\\\\n😀\"}")]
    [InlineData("{\"a\":{\"b\":[{\"c\":[[1],[2,3]]}]}}")]
    public void What_is_written_is_what_is_read(string json) => Assert.Equal(json, Parse(json).ToString(Formatting.None));

    [Fact]
    public void Whole_numbers_keep_all_their_digits_and_dates_stay_texts()
    {
        var document = Parse("""{ "big": 123456789012345678901234567890, "small": 7, "date": "2024-01-02T03:04:05Z", "part": 0.10 }""");

        Assert.Equal(BigInteger.Parse("123456789012345678901234567890", CultureInfo.InvariantCulture), ((JValue)document["big"]!).Value);
        Assert.Equal(7L, ((JValue)document["small"]!).Value);
        Assert.Equal(JTokenType.String, document["date"]!.Type);
        Assert.Equal(0.10m, ((JValue)document["part"]!).Value);
    }

    [Theory]
    [InlineData("1e300", 1e300)]
    [InlineData("1e-60", 1e-60)]
    [InlineData("-2.5E+40", -2.5e40)]
    public void Numbers_outside_the_range_of_a_decimal_are_kept(string number, double value) =>
        Assert.Equal(value, ((JValue)Parse($$"""{"n":{{number}}}""")["n"]!).Value);

    [Theory]
    [InlineData("0e99")]
    [InlineData("0.000")]
    [InlineData("-0.0e-7")]
    public void A_zero_is_zero_however_it_is_written(string number) => Assert.Equal(0m, (decimal)Parse($$"""{"n":{{number}}}""")["n"]!);

    [Fact]
    public void Comments_are_allowed_wherever_a_blank_is() =>
        Assert.Equal(
            "{\"a\":[1,2]}",
            Parse("// one\n{ /* two */ \"a\" /**/ : // three\r\n [1, /* * / */ 2] }\n/* four */ // five").ToString(Formatting.None)
        );

    [Fact]
    public void A_byte_order_mark_is_allowed() => Assert.Equal("{\"a\":1}", Parse("\uFEFF{\"a\":1}").ToString(Formatting.None));

    [Fact]
    public void Escapes_mean_what_the_standard_says() =>
        Assert.Equal("\"\\/\b\f\n\r\tA😀", (string?)Parse("""{"a":"\"\\\/\b\f\n\r\t\u0041\uD83D\ude00"}""")["a"]);

    [Theory]
    [InlineData("{\n  \"a\": 1,\n}", "f.json(2,9): error JSN001: Nothing follows this comma but }. Remove the comma.")]
    [InlineData("{\"a\": [1,]}", "f.json(1,9): error JSN001: Nothing follows this comma but ]. Remove the comma.")]
    [InlineData("{\"a\": 1\n \"b\": 2}", "f.json(2,2): error JSN001: A comma, or }, is expected after a, but this is '\"'.")]
    [InlineData("{\"a\" 1}", "f.json(1,6): error JSN001: A colon is expected after the name of a, but this is '1'.")]
    [InlineData("{\"a\": }", "f.json(1,7): error JSN001: A value for a is expected, but this is '}'.")]
    [InlineData("{\"a\": [1, , 2]}", "f.json(1,11): error JSN001: A value is expected, but this is ','.")]
    [InlineData("{a: 1}", "f.json(1,2): error JSN001: A field's name in double quotes is expected, but this is 'a'.")]
    [InlineData("{'a': 1}", "f.json(1,2): error JSN001: A field's name in double quotes is expected, but this is '''.")]
    [InlineData("{\"a\": 'x'}", "f.json(1,7): error JSN001: A text stands in double quotes, and this is a single one.")]
    [InlineData("{\"a\": True}", "f.json(1,7): error JSN001: True is written true.")]
    [InlineData("{\"a\": None}", "f.json(1,7): error JSN001: None is written null.")]
    [InlineData("{\"a\": NaN}", "f.json(1,7): error JSN001: JSON has no NaN. Write a number.")]
    [InlineData(
        "{\"a\": Standard_DS3_v2}",
        "f.json(1,7): error JSN001: Standard_DS3_v2 is neither true, false, null nor a number. If it is a text, put it in double quotes."
    )]
    [InlineData(
        "{\"a\": 007}",
        "f.json(1,7): error JSN001: 007 is not how JSON writes a number: no plus sign, no zero in front, digits on both sides of "
            + "the point. If it is a text, put it in double quotes."
    )]
    [InlineData(
        "{\"a\": \"x\n\"}",
        "f.json(1,7): error JSN001: This text is not closed on its line: a double quote is missing at its end. A line break inside "
            + "a text is written \\n."
    )]
    [InlineData("{\"a\": \"C:\\dir\"}", "f.json(1,11): error JSN001: A backslash is followed by 'd'. A backslash itself is written \\\\.")]
    [InlineData("{\"a\": \"\tx\"}", "f.json(1,8): error JSN001: Inside a text, a tab is written \\t.")]
    [InlineData(
        "{\"a\": \"\\ud83d\"}",
        "f.json(1,7): error JSN001: This text holds half a character: a \\ud800 to \\udfff without its partner. Write the character itself."
    )]
    [InlineData("{\"a\": \"\\u00g0\"}", "f.json(1,12): error JSN001: After \\u, four hexadecimal digits are expected, but this is 'g'.")]
    [InlineData("{\n \"a\": [1, 2\n}", "f.json(3,1): error JSN001: ] is expected, since the [ of line 2 is still open, but this is '}'.")]
    [InlineData("{\n \"a\": {\n", "f.json(3,1): error JSN001: The file ends here, but the { of line 2 is not closed.")]
    [InlineData("{\"a\"", "f.json(1,5): error JSN001: The file ends here, but the { of line 1 is not closed.")]
    [InlineData(
        "{} {}",
        "f.json(1,4): error JSN001: The object is closed, and another one follows. Write each object into a file of its own, or look "
            + "for a bracket too many above."
    )]
    [InlineData(
        "{} }",
        "f.json(1,4): error JSN001: The object is closed, so nothing may follow but comments, and this is '}'. Remove it, or look "
            + "for a bracket too many above."
    )]
    [InlineData("{} /* x", "f.json(1,4): error JSN001: This comment is not closed: */ is missing.")]
    [InlineData("{\"a\": 1, # note\n}", "f.json(1,10): error JSN001: A field's name in double quotes is expected, but this is '#'.")]
    [InlineData(
        "{\"a\": 1, \"b\": {\"c\": 1,\n\"c\": 2}}",
        "f.json(2,1): error JSN002: b.c is given twice, first on line 1. Remove one of them."
    )]
    [InlineData("", "f.json(1,1): error JSN004: The file is empty. Write a JSON object: { … }.")]
    [InlineData(" // nothing\n", "f.json(2,1): error JSN004: The file is empty. Write a JSON object: { … }.")]
    [InlineData(
        "[{}]",
        "f.json(1,1): error JSN005: The file holds a list, and one object is expected. Write each object into a file of its own."
    )]
    [InlineData("name: etl", "f.json(1,1): error JSN005: The file must hold one object, so it starts with {, but this is 'n'.")]
    [InlineData(
        "{\"a\": 1e999}",
        "f.json(1,7): error JSN007: 1e999 is a number too large to be kept exactly. Write it as a text, in double quotes."
    )]
    public void A_mistake_is_one_finding_with_its_place_and_plain_words(string json, string finding)
    {
        var findings = new List<Finding>();

        Assert.Null(JsonText.Parse(Encoding.UTF8.GetBytes(json), "f.json", findings));
        Assert.Equal(finding, Assert.Single(findings).ToString());
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void A_document_nested_without_end_is_a_finding(string level) =>
        Assert.Equal("JSN006", Failure(Encoding.UTF8.GetBytes("{\"a\":" + string.Concat(Enumerable.Repeat(level, 100_000)))).Code);

    [Fact]
    public void Fifty_levels_are_read() => Assert.NotNull(Parse("{\"a\":" + new string('[', 49) + new string(']', 49) + "}"));

    [Fact]
    public void A_file_that_is_not_UTF_8_names_the_place_of_the_first_wrong_byte()
    {
        var finding = Failure([.. "{\n  \"a\": \"äb"u8, 0xE4, .. "\"}"u8]);

        Assert.Equal(("JSN003", 2, 11), (finding.Code, finding.Line, finding.Column));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void A_UTF_16_file_is_said_to_be_one(bool mark, bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, mark);
        var finding = Failure([.. encoding.GetPreamble(), .. encoding.GetBytes("{\"a\":1}")]);

        Assert.Equal("JSN003", finding.Code);
        Assert.Contains("UTF-16", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_and_a_folder_in_its_place_are_findings()
    {
        using var assets = new TemporaryAssets();
        Directory.CreateDirectory(assets.PathOf("b.json"));

        Assert.Null(JsonText.Load(assets.PathOf("a.json"), "a.json", assets.Findings));
        Assert.Null(JsonText.Load(assets.PathOf("b.json"), "b.json", assets.Findings));
        Assert.Equal(
            [
                "a.json: error FIL001: It disappeared while it was read. Deploy from files that nothing else changes.",
                "b.json: error FIL001: This is a folder, and a file is expected. Rename or remove it.",
            ],
            assets.Printed()
        );
    }

    private static JObject Parse(string json)
    {
        var findings = new List<Finding>();
        var document = JsonText.Parse(Encoding.UTF8.GetBytes(json), "f.json", findings);
        Assert.Empty(findings);
        return document!;
    }

    private static Finding Failure(byte[] bytes)
    {
        var findings = new List<Finding>();
        Assert.Null(JsonText.Parse(bytes, "f.json", findings));
        return Assert.Single(findings);
    }
}
