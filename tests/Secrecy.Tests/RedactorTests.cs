using System.Net;
using System.Text;
using System.Text.Json;

namespace Layercake.Secrecy.Tests;

public sealed class RedactorTests
{
    private const string Canary = "c4n\"ry/+ <&'ä> 50%\\x";

    private readonly Redactor redactor = new();

    public static TheoryData<string> Forms => new(
        Canary,
        JsonSerializer.Serialize(Canary).Trim('"'),
        JsonSerializer.Serialize(Canary).Trim('"').ToLowerInvariant(),
        JsonSerializer.Serialize(JsonSerializer.Serialize(Canary, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
            new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
        Uri.EscapeDataString(Canary),
        Uri.EscapeDataString(Canary).Replace("%2B", "%2b", StringComparison.Ordinal).Replace("%2F", "%2f", StringComparison.Ordinal).Replace("%3C", "%3c", StringComparison.Ordinal)
            .Replace("%3E", "%3e", StringComparison.Ordinal).Replace("%5C", "%5c", StringComparison.Ordinal).Replace("%C3%A4", "%c3%a4", StringComparison.Ordinal),
        WebUtility.UrlEncode(Canary),
        WebUtility.HtmlEncode(Canary),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)).TrimEnd('='),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary)).Replace('+', '-').Replace('/', '_'));

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
        Assert.DoesNotContain("anary", Encoding.UTF8.GetString(Loose(left[0])) + Encoding.UTF8.GetString(Loose(left[1])), StringComparison.Ordinal);
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
        Assert.Equal("token *** of jdbc:x;password=***;y", redactor.Redact($"token dapi{new string('0', 32)} of jdbc:x;password=hunter2;y"));

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

    private static byte[] Loose(string text)
    {
        var whole = text.TrimEnd('=');
        return Convert.FromBase64String(whole[..(whole.Length / 4 * 4)]);
    }
}
