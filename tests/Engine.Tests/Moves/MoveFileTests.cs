using Layercake.Engine.Tests.Support;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Moves;

/// <summary>What <c>deployment/moved.json</c> may say is checked without a workspace.</summary>
public sealed class MoveFileTests : IDisposable
{
    private const string Kinds =
        "instance-pools, cluster-policies, clusters, warehouses, notification-destinations, queries, alerts, dashboards, pipelines, jobs";

    private readonly DeclaredFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(
        """{ "moves": [] }""",
        "(1,3): error MOV001: moves is no field of this file. It has one, moved: a list of entries such as "
            + """{ "from": "jobs.old", "to": "jobs.new" }.""",
        """: error MOV001: moved must be a list of entries such as { "from": "jobs.old", "to": "jobs.new" }."""
    )]
    [InlineData(
        """{ "moved": { "jobs.old": "jobs.new" } }""",
        """(1,3): error MOV001: moved must be a list of entries such as { "from": "jobs.old", "to": "jobs.new" }."""
    )]
    [InlineData(
        """{ "moved": ["jobs.old"] }""",
        """(1,13): error MOV001: moved[0] must be an object such as { "from": "jobs.old", "to": "jobs.new" }."""
    )]
    [InlineData(
        """{ "moved": [{ "form": "jobs.old", "to": "jobs.new" }] }""",
        "(1,15): error MOV001: moved[0].form is no field of an entry. Did you mean from? It has from and to.",
        "(1,13): error MOV001: moved[0].from must be an asset as kind and name, such as jobs.nightly."
    )]
    [InlineData(
        """{ "moved": [{ "from": "old", "to": 7 }] }""",
        "(1,15): error MOV001: moved[0].from must be an asset as kind and name, such as jobs.nightly."
    )]
    [InlineData(
        """{ "moved": [{ "from": "job.old", "to": "jobs.new" }] }""",
        $"(1,15): error MOV001: moved[0].from is job.old, and there is no kind job. Did you mean jobs? Kinds whose objects can "
            + $"get another name are {Kinds}."
    )]
    [InlineData(
        """{ "moved": [{ "from": "query.old", "to": "queries.new" }] }""",
        "(1,15): error MOV001: moved[0].from is query.old, and there is no kind query. Did you mean queries? Kinds whose objects can "
            + $"get another name are {Kinds}."
    )]
    [InlineData(
        """{ "moved": [{ "from": "queries.old", "to": "jobs.new" }] }""",
        "(1,38): error MOV002: moved[0].to: jobs.new is of another kind than queries.old, and an object keeps its kind. Name one of "
            + "queries."
    )]
    [InlineData(
        """{ "moved": [{ "from": "notebooks.a.py", "to": "notebooks.b.py" }] }""",
        "(1,13): error MOV003: moved[0]: notebooks.a.py cannot be moved, since a file is its place in the workspace: under another "
            + "name it is written at another place, and the one before stays until --target=Prune deletes it. Remove the entry."
    )]
    [InlineData(
        """{ "moved": [{ "from": "init-scripts.a.sh", "to": "init-scripts.b.sh" }] }""",
        "(1,13): error MOV003: moved[0]: init-scripts.a.sh cannot be moved, since a file is its place in the workspace: under "
            + "another name it is written at another place, and the one before stays until --target=Prune deletes it. Remove the entry."
    )]
    [InlineData(
        """{ "moved": [{ "from": "secret-scopes.a", "to": "secret-scopes.b" }] }""",
        "(1,13): error MOV003: moved[0]: secret-scopes.a cannot be moved, since the service cannot rename a secret scope: under another "
            + "name one is created with the secrets that Git declares, and the one before stays with all that is in it until a prune with "
            + "--allow-data-loss deletes it. Remove the entry."
    )]
    [InlineData(
        """{ "moved": [{ "from": "permissions.jobs.old", "to": "permissions.jobs.new" }] }""",
        "(1,13): error MOV003: moved[0]: permissions.jobs.old cannot be moved, since it goes with its object, which is what an entry "
            + "names. Remove the entry."
    )]
    [InlineData(
        """{ "moved": [{ "from": "jobs.a", "to": "jobs.b" }, { "from": "jobs.b", "to": "jobs.a" }] }""",
        "(1,13): error MOV004: moved[0]: jobs.a leads back to itself, so it has no name at the end. Leave only the entries that lead to "
            + "the name in Git.",
        "(1,51): error MOV004: moved[1]: jobs.b leads back to itself, so it has no name at the end. Leave only the entries that lead to "
            + "the name in Git."
    )]
    [InlineData(
        """{ "moved": [{ "from": "jobs.a", "to": "jobs.a" }] }""",
        "(1,13): error MOV004: moved[0]: jobs.a leads back to itself, so it has no name at the end. Leave only the entries that lead to "
            + "the name in Git."
    )]
    [InlineData(
        """{ "moved": [{ "from": "jobs.a", "to": "jobs.new" }, { "from": "jobs.b", "to": "jobs.new" }] }""",
        "(1,73): error MOV005: moved[1].to: jobs.new would have two objects by this entry and an earlier one. Leave the one that is so."
    )]
    [InlineData(
        """{ "moved": [{ "from": "jobs.a", "to": "jobs.new" }, { "from": "jobs.a", "to": "jobs.other" }] }""",
        "(1,55): error MOV005: moved[1].from: jobs.a becomes two assets by this entry and an earlier one. Leave the one that is so."
    )]
    [InlineData(
        """{ "moved": [{ "from": "jobs.other", "to": "jobs.new" }] }""",
        "(1,15): error MOV006: moved[0].from: Git declares jobs.other as well as jobs.new, so it was not renamed. Remove the entry, or the "
            + "declaration of jobs.other."
    )]
    [InlineData(
        """{ "moved": [{ "from": "jobs.other", "to": "jobs.b" }, { "from": "jobs.b", "to": "jobs.new" }] }""",
        "(1,15): error MOV006: moved[0].from: Git declares jobs.other as well as jobs.new, so it was not renamed. Remove the entry, or the "
            + "declaration of jobs.other."
    )]
    [InlineData(
        """{ "moved": [{ "from": "jobs.old", "to": "jobs.neww" }] }""",
        "(1,35): warning MOV007: moved[0].to: Git does not declare jobs.neww, so the entry does nothing. Did you mean jobs.new? Correct "
            + "the name, or remove the entry."
    )]
    [InlineData("""{ "$schema": "x", "moved": [{ "from": "jobs.a", "to": "jobs.b" }, { "from": "jobs.b", "to": "jobs.new" }] }""")]
    [InlineData("""{ "moved": [] }""")]
    public void The_file_names_what_is_wrong_where_and_what_to_do(string file, params string[] findings)
    {
        folder
            .With("jobs/new.json", Samples.Job("new", compute: Samples.Free))
            .With("jobs/other.json", Samples.Job("other", compute: Samples.Free))
            .With("deployment/moved.json", file);

        Assert.Equal(
            findings.Select(finding => $"deployment/moved.json{finding}").Order(StringComparer.Ordinal),
            folder
                .Read()
                .Findings.Where(finding => finding.Contains(" MOV", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        );
    }
}
