using System.Text;
using Build.Ci;
using Build.Printing;
using Layercake.Secrecy;

namespace Layercake.Build.Tests.Printing;

/// <summary>The console belongs to the whole process, so these tests run alone.</summary>
[Collection(nameof(ConsoleGuardTests))]
[CollectionDefinition(nameof(ConsoleGuardTests), DisableParallelization = true)]
public sealed class ConsoleGuardTests
{
    [Fact]
    public async Task Secrets_that_are_found_while_others_print_keep_nobody_waiting_for_ever()
    {
        var console = Console.Out;
        var terminal = new Terminal();
        Console.SetOut(terminal);
        try
        {
            var redactor = new Redactor();
            using var guard = ConsoleGuard.Install(redactor, new GitHubCommands(_ => null));
            var printing = Task.Run(() =>
            {
                for (var i = 0; i < 20_000; i++)
                    Console.WriteLine($"line {i}");
            });
            var finding = Task.Run(() =>
            {
                for (var i = 0; i < 2_000; i++)
                    redactor.Register($"secret-{i:000000}");
            });

            await Task.WhenAll(printing, finding).WaitAsync(TimeSpan.FromMinutes(1));
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.Equal(22_000, terminal.Lines);
    }

    /// <summary>Takes the console's lock to write, as the runtime does on its way to a file or a terminal.</summary>
    private sealed class Terminal : TextWriter
    {
        public int Lines { get; private set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(string? value)
        {
            lock (Console.Out)
                Lines += value!.Count(letter => letter == '\n');
        }

        public override void WriteLine(string? value) => Write(value + "\n");
    }
}
