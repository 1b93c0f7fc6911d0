using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Layercake.Secrecy.Tests;

public sealed class RedactorTests
{
    private const string Canary = "c4n\"ry/+ <&'ä> 50%\\x";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Redactor redactor = new();

    public static TheoryData<string> Forms =>
        new(
            Canary,
            JsonSerializer.Serialize(Canary).Trim('"'),
            JsonSerializer.Serialize(Canary).Trim('"').ToLowerInvariant(),
            JsonSerializer.Serialize(JsonSerializer.Serialize(Canary, Relaxed), Relaxed),
            JsonSerializer.Serialize(JsonSerializer.Serialize(Canary), Relaxed),
            JsonSerializer.Serialize(JsonSerializer.Serialize(Canary, Relaxed).Replace("ä", "\\u00e4", StringComparison.Ordinal), Relaxed),
            Uri.EscapeDataString(Canary),
            Uri.EscapeDataString(Canary)
                .Replace("%2B", "%2b", StringComparison.Ordinal)
                .Replace("%2F", "%2f", StringComparison.Ordinal)
                .Replace("%3C", "%3c", StringComparison.Ordinal)
                .Replace("%3E", "%3e", StringComparison.Ordinal)
                .Replace("%5C", "%5c", StringComparison.Ordinal)
                .Replace("%C3%A4", "%c3%a4", StringComparison.Ordinal),
            WebUtility.UrlEncode(Canary),
            WebUtility.HtmlEncode(Canary),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)).TrimEnd('='),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)).Replace('+', '-').Replace('/', '_')
        );

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_value_is_blanked_however_it_is_written(string form)
    {
        redactor.Register(Canary);

        Assert.Equal("before *** after", redactor.Redact($"before {form.Trim('"', '\\')} after"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("user:")]
    public void A_value_inside_of_longer_base64_is_blanked_wherever_it_begins(string before)
    {
        redactor.Register("canary-password");

        var text = redactor.Redact(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}canary-password and more")));

        var left = text.Split(Redactor.Blank);
        Assert.Equal(2, left.Length);
        Assert.DoesNotContain(
            "anary",
            Encoding.UTF8.GetString(Loose(left[0])) + Encoding.UTF8.GetString(Loose(left[1])),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Each_line_of_a_value_of_several_lines_is_blanked_by_itself()
    {
        redactor.Register("first-line\r\n  second-line\n}\n");

        Assert.Equal("*** and *** but not }", redactor.Redact("first-line and second-line but not }"));
    }

    [Fact]
    public void Of_values_that_overlap_or_hold_each_other_nothing_is_left()
    {
        redactor.Register("canary");
        redactor.Register("canary-long");
        redactor.Register("long-tail");

        Assert.Equal("<***>", redactor.Redact("<canary-long-tail>"));
        Assert.Equal("******", redactor.Redact("canarycanary"));
    }

    [Fact]
    public void A_value_of_three_characters_is_left_alone()
    {
        redactor.Register("dev");

        Assert.Equal("dev", redactor.Redact("dev"));
    }

    [Fact]
    public void What_looks_like_a_secret_is_blanked_though_nobody_registered_it() =>
        Assert.Equal(
            "token *** of jdbc:x;password=***;y",
            redactor.Redact($"token dapi{new string('0', 32)} of jdbc:x;password=hunter2;y")
        );

    [Fact]
    public void Each_line_is_announced_once_before_its_value_can_be_printed()
    {
        var heard = new List<string>();
        redactor.Registered = line => heard.Add($"{line} {redactor.Redact(line)}");

        redactor.Register("one-line");
        redactor.Register("one-line");
        redactor.Register("first\nsecond\n");

        Assert.Equal(["one-line ***", "first ***", "second ***"], heard);
    }

    [Fact]
    public void Many_values_cost_no_more_per_text_than_one()
    {
        for (var i = 0; i < 500; i++)
            redactor.Register($"secret-{i:0000}-{i * 7919:x}");

        Assert.Equal("a *** b", redactor.Redact("a secret-0123-edcd5 b"));
        Assert.Equal(new string('x', 100_000), redactor.Redact(new string('x', 100_000)));
    }

    public static TheoryData<string> EscapedForms =>
        new(
            string.Concat(Canary.Select(letter => $"&#{(int)letter};")),
            string.Concat(Canary.Select(letter => $"&#x{(int)letter:x};")),
            string.Concat(Canary.Select(letter => $"&#X{(int)letter:X4};")),
            "c4n&quot;ry&sol;&plus; &lt;&amp;&apos;&auml;&gt; 50&percnt;&bsol;x",
            WebUtility.HtmlEncode(WebUtility.HtmlEncode(Canary)),
            string.Concat(Canary.Select(letter => $"&amp;#{(int)letter};")),
            string.Concat(Canary.Select(letter => $"\\u{(int)letter:x4}")),
            string.Concat(Encoding.UTF8.GetBytes(Canary).Select(one => $"%{one:x2}")),
            string.Concat(Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)).Select(letter => $"&#{(int)letter};"))
        );

    [Theory]
    [MemberData(nameof(EscapedForms))]
    public void A_value_is_blanked_when_each_letter_of_it_is_escaped(string form)
    {
        redactor.Register(Canary);

        Assert.Equal("before *** after", redactor.Redact($"before {form} after"));
    }

    [Theory]
    [InlineData("\r\n", 76)]
    [InlineData("\n", 64)]
    [InlineData("\n    ", 20)]
    [InlineData("\\n", 64)]
    [InlineData("\\r\\n", 76)]
    [InlineData("&#10;", 76)]
    public void A_value_in_base64_with_line_breaks_is_blanked_wherever_it_begins(string lineBreak, int width)
    {
        var secret = string.Concat(Enumerable.Range(0, 30).Select(i => $"c\u00e4nary?>{i}"));
        redactor.Register(secret);

        foreach (var before in new[] { "", "a", "ab", "user:" })
            foreach (var alphabet in new Func<string, string>[] { text => text, text => text.Replace('+', '-').Replace('/', '_') })
            {
                var lines = alphabet(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}{secret} and more")))
                    .Chunk(width)
                    .Select(line => new string(line));

                var left = redactor.Redact(string.Join(lineBreak, lines));

                Assert.Contains(Redactor.Blank, left, StringComparison.Ordinal);
                Assert.True(left.Length < 40, left);
            }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(76)]
    public void A_value_in_base64_is_blanked_when_its_lines_come_one_by_one(int width)
    {
        var secret = string.Concat(Enumerable.Range(0, 30).Select(i => $"canary-{i}"));
        redactor.Register(secret);

        Assert.All(
            Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).Chunk(width),
            line => Assert.Equal(Redactor.Blank, redactor.Redact(new string(line)))
        );
    }

    [Theory]
    [InlineData("password=${secret.db-password};user=etl")]
    [InlineData("Password=${secret.db-password@3f9c0e}")]
    [InlineData("jdbc:x;password=${kv-layercake-dev/db-password/3f9c};y")]
    [InlineData("password={{secrets/kv/db-password}}")]
    [InlineData("AccountKey=${secret.one}${secret.two};x")]
    public void What_names_a_secret_is_shown_as_it_is(string text)
    {
        redactor.Register("db-password");

        Assert.Equal(text, redactor.Redact(text));
        Assert.False(SecretPatterns.IsIn(text));
    }

    [Theory]
    [InlineData("password=hunter2${secret.x}more;y", "password=***${secret.x}***;y")]
    [InlineData("password=${hunter2};y", "password=***;y")]
    [InlineData("db-password and ${secret.db-password}", "*** and ${secret.db-password}")]
    [InlineData("x${secret.db-password", "x${secret.***")]
    public void What_stands_beside_the_name_of_a_secret_is_blanked(string text, string shown)
    {
        redactor.Register("db-password");

        Assert.Equal(shown, redactor.Redact(text));
    }

    [Fact]
    public void A_short_value_is_not_put_together_over_a_line_break()
    {
        redactor.Register("1234");

        Assert.Equal("12\n34", redactor.Redact("12\n34"));
    }

    private static byte[] Loose(string text)
    {
        var whole = text.TrimEnd('=');
        return Convert.FromBase64String(whole[..(whole.Length / 4 * 4)]);
    }
}
