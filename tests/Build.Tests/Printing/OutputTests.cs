using Build.Printing;
using Build.Text;
using Layercake.Secrecy;

namespace Layercake.Build.Tests.Printing;

public sealed class OutputTests
{
    [Fact]
    public void A_secret_with_control_characters_is_blanked_before_they_become_visible()
    {
        var printed = new StringWriter { NewLine = "\n" };
        var redactor = new Redactor();
        redactor.Register("canary\tone");

        new Output(printed, colours: false, redactor).Line("a canary\tone\tb");

        Assert.Equal("a ***\\u0009b\n", printed.ToString());
    }

    [Fact]
    public void A_name_that_nobody_reads_to_its_end_is_shortened_after_secrets_are_out_of_it()
    {
        var (long500, long501) = (new string('n', 500), new string('n', 501));
        var redactor = new Redactor();
        redactor.Register("canary-one");

        Assert.Equal($"jobs {long500} x\n", Printed(redactor, $"jobs {long500} x"));
        Assert.Equal($"jobs {new string('n', 120)}…(501 characters) x\n", Printed(redactor, $"jobs {long501} x"));
        Assert.Equal(
            $"{new string('n', 115)}***nn…(10005 characters)\n",
            Printed(redactor, new string('n', 115) + "canary-one" + new string('n', 9887))
        );
        Assert.EndsWith("… (20001 characters in all)\n", Printed(redactor, string.Join(' ', Enumerable.Repeat("n", 10_001))));
    }

    [Fact]
    public void The_body_of_a_request_is_printed_whole()
    {
        var printed = new StringWriter { NewLine = "\n" };
        var body = new string('n', 5000);

        new Output(printed, colours: false, new Redactor()).WholeLine(body, Tone.Quiet);

        Assert.Equal($"{body}\n", printed.ToString());
    }

    private static string Printed(Redactor redactor, string text)
    {
        var printed = new StringWriter { NewLine = "\n" };
        new Output(printed, colours: false, redactor).Line(text);
        return printed.ToString();
    }
}
