using Layercake.Engine;
using Layercake.Secrecy;
using Layercake.Web.Runs;

namespace Build.WebPages;

/// <summary>Takes secrets out of what the page shows without a run: names and messages were given by people.</summary>
internal sealed class DescriptionSecrecy(Redactor redactor)
{
    public ShownMapping Clean(ShownMapping mapping) =>
        mapping with
        {
            What = redactor.Redact(mapping.What),
            From = redactor.Redact(mapping.From),
            To = redactor.Redact(mapping.To),
        };

    public EnvironmentState Clean(EnvironmentState state) =>
        state with
        {
            SignedInAs = redactor.Redact(state.SignedInAs),
            Commit = Text(state.Commit),
            Lease = state.Lease is { } lease ? lease with { Owner = redactor.Redact(lease.Owner) } : null,
            Lock = state.Lock is { } found
                ? found with
                {
                    Problem = Text(found.Problem),
                    Lock = found.Lock is { } held
                        ? held with
                        {
                            Owner = redactor.Redact(held.Owner),
                            User = redactor.Redact(held.User),
                            Message = redactor.Redact(held.Message),
                        }
                        : null,
                }
                : null,
        };

    public GitState Clean(GitState git) =>
        git with
        {
            Branch = Text(git.Branch),
            Remote = Text(git.Remote),
            Changed = [.. git.Changed.Select(file => file with { Path = redactor.Redact(file.Path) })],
        };

    private string? Text(string? text) => text is null ? null : redactor.Redact(text);
}
