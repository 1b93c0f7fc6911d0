using System.Text;
using Build.Ci;
using Build.Printing;
using Layercake.Secrecy;

namespace Layercake.Build.Tests.Printing;

public sealed class SafeWriterTests
{
    private readonly List<string> reasons = [];

    [Theory]
    [MemberData(nameof(Failures))]
    public void What_cannot_be_printed_is_said_once_and_ends_nothing(Exception failure, string reason)
    {
        var broken = new BrokenWriter(failure);
        var writer = new SafeWriter(() => broken, reasons.Add);

        writer.Write('a');
        writer.WriteLine("b");
        writer.Write("c".ToCharArray());
        writer.WriteLine();
        writer.Flush();

        Assert.Equal([reason], reasons);
        Assert.Equal(1, broken.Attempts);
    }

    [Fact]
    public void An_output_that_cannot_be_opened_is_said_and_ends_nothing()
    {
        var writer = new SafeWriter(() => throw new IOException("Bad file descriptor", 9), reasons.Add);

        writer.WriteLine("a");

        Assert.Equal(["it is closed or broken"], reasons);
    }

    [Fact]
    public void A_mistake_of_this_program_is_not_hidden() =>
        Assert.Throws<FormatException>(() => new SafeWriter(() => new BrokenWriter(new FormatException()), reasons.Add).Write("a"));

    [Fact]
    public void The_guard_goes_on_without_a_console()
    {
        var printed = new BrokenWriter(new IOException("No space left on device", 28));
        using var guarded = new GuardedWriter(new SafeWriter(() => printed, reasons.Add), new Redactor(), new NoCommands(), byLine: true);

        guarded.WriteLine("a");
        guarded.Command("b");
        guarded.WriteLine("c");
        guarded.Flush();

        Assert.Equal(["the disk is full"], reasons);
    }

    public static TheoryData<Exception, string> Failures() =>
        new()
        {
            { new IOException("No space left on device", 28), "the disk is full" },
            { new IOException("There is not enough space on the disk.", unchecked((int)0x80070070)), "the disk is full" },
            { new UnauthorizedAccessException(), "it is closed or broken" },
            { new ObjectDisposedException("stream"), "it is closed or broken" },
        };

    private sealed class BrokenWriter(Exception failure) : TextWriter
    {
        public int Attempts { get; private set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(string? value)
        {
            Attempts++;
            throw failure;
        }

        public override void Flush() => throw failure;
    }
}
