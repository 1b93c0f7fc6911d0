using Build.Text;
using Layercake.Engine.Declarations;
using Layercake.Secrecy;

namespace Build.Ci;

/// <summary>Speaks to the CI system that the host runs in, in its own dialect; silent where there is none.</summary>
/// <param name="assets">The folder that findings' files are relative to; null for a package, whose files are where they were in the
/// repository.</param>
/// <param name="print">Prints a command line as it is, past the guard that keeps other text from being one.</param>
internal sealed class CiReporter(CiCommands commands, Redactor redactor, string? assets, Action<string> print)
{
    /// <summary>Speaks to nobody.</summary>
    public static CiReporter Silent { get; } = new(CiCommands.Of(_ => null), new Redactor(), "", _ => { });

    /// <summary>Whether the host runs in a CI system.</summary>
    public bool IsActive => commands is not NoCommands;

    /// <summary>What is printed until the result is disposed can be folded away.</summary>
    public IDisposable Group(string title)
    {
        Give(commands.Group(Clean(title)));
        return new Ending(() => Give(commands.EndGroup()));
    }

    /// <summary>Shows a finding at its line, in the changes of a pull request too.</summary>
    public void Annotate(Finding finding) =>
        Give(
            commands.Annotate(
                new Annotation
                {
                    IsError = finding.Severity == Severity.Error,
                    Title = finding.Code,
                    Message = Clean(finding.Asset is null ? finding.Message : $"{finding.Asset}: {finding.Message}"),
                    File = InRepository(finding.File),
                    Line = finding.Line,
                    Column = finding.Column,
                }
            )
        );

    /// <summary>Shows a failure at the file that declares what failed.</summary>
    public void Failure(string title, string message, string? file) =>
        Give(
            commands.Annotate(
                new Annotation
                {
                    IsError = true,
                    Title = title,
                    Message = Clean(message),
                    File = InRepository(file),
                }
            )
        );

    /// <summary>Gives a value to later steps.</summary>
    public void Output(string name, string value) => Give(commands.Output(name, redactor.Redact(value)));

    /// <inheritdoc cref="CiCommands.Summary"/>
    public void Summary(string file) => Give(commands.Summary(file));

    /// <summary>A finding's file as the CI system knows it.</summary>
    private string? InRepository(string? file)
    {
        if (
            file is null
            || assets is null
            || commands.Workspace is not { Length: > 0 } workspace
            || !File.Exists(Path.Combine(assets, file))
        )
            return file;

        var relative = Path.GetRelativePath(workspace, Path.Combine(assets, file)).Replace(Path.DirectorySeparatorChar, '/');
        return relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? file : relative;
    }

    /// <summary>
    /// Without secrets and without commands: what becomes of a message after the CI system has read it is not ours to know.
    /// </summary>
    private string Clean(string text) => commands.Disarm(VisibleText.Lines(ShortText.Of(redactor.Redact(text))));

    private void Give(string? command)
    {
        if (command is not null)
            print(command);
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
