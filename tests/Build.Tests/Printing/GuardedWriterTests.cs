using Build.Ci;
using Build.Printing;
using Layercake.Secrecy;

namespace Layercake.Build.Tests.Printing;

public sealed class GuardedWriterTests
{
    private readonly StringWriter printed = new() { NewLine = "\n" };
    private readonly Redactor redactor = new();
    private readonly GuardedWriter writer;

    public GuardedWriterTests()
    {
        redactor.Register("canary-one\ncanary-two");
        writer = new GuardedWriter(printed, redactor, CiCommands.Of(name => name == "GITHUB_ACTIONS" ? "true" : null), byLine: true)
        {
            NewLine = "\n",
        };
    }

    [Fact]
    public void A_secret_that_comes_in_pieces_does_not_slip_through()
    {
        writer.Write("a can");
        writer.Write("ary-");
        writer.Write('o');
        writer.Write("ne b\nrest".ToCharArray());

        Assert.Equal("a *** b\n", printed.ToString());
        writer.Flush();
        Assert.Equal("a *** b\nrest", printed.ToString());
    }

    [Fact]
    public void A_secret_of_several_lines_is_blanked_as_a_whole_and_line_by_line()
    {
        writer.Write("{0} and {1}\n", "canary-one\ncanary-two", "canary-two");

        Assert.Equal("*** and ***\n", printed.ToString());
    }

    [Fact]
    public void A_command_stands_on_a_line_of_its_own_and_text_is_none()
    {
        writer.Write("begun");
        writer.Flush();
        writer.Command("::add-mask::x");
        writer.Write("::add-mask::y\n");

        Assert.Equal("begun\n::add-mask::x\n: :add-mask::y\n", printed.ToString());
    }
}
