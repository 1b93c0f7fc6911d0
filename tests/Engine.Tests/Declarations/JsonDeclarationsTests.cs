using Layercake.Engine.Declarations;
using Layercake.Engine.Declarations.Documents;
using Layercake.Testing;

namespace Layercake.Engine.Tests.Declarations;

public sealed class JsonDeclarationsTests : IDisposable
{
    private readonly TemporaryAssets assets = new();

    public void Dispose() => assets.Dispose();

    [Fact]
    public void Every_JSON_file_below_the_folder_is_a_declaration_in_order_of_its_path()
    {
        assets.Write("clusters/b.json", """{ "cluster_name": "two" }""");
        assets.Write("clusters/a/z.JSON", """{ "cluster_name": "one" }""");
        assets.Write("clusters/README.md", "");
        assets.Write("clusters/.gitkeep", "");
        assets.Write("clusters/.vscode/settings.json", "{}");

        var declarations = Clusters();

        Assert.Empty(assets.Findings);
        Assert.Equal(
            ["clusters.one clusters/a/z.JSON", "clusters.two clusters/b.json"],
            declarations.Select(declaration => $"{declaration.Asset} {declaration.File}")
        );
        Assert.Equal(assets.PathOf("clusters/b.json"), declarations[1].FullPath);
    }

    [Fact]
    public void A_folder_that_is_empty_or_does_not_exist_has_nothing_to_do()
    {
        Directory.CreateDirectory(assets.PathOf("clusters"));

        Assert.Empty(Clusters());
        Assert.Empty(Jobs());
        Assert.Empty(assets.Findings);
    }

    [Fact]
    public void What_has_the_name_of_a_declaration_and_is_no_file_is_a_finding()
    {
        assets.Write("clusters/folder.json/etl.json", """{ "cluster_name": "etl" }""");
        Directory.CreateDirectory(assets.PathOf("clusters/empty.json"));
        Directory.CreateDirectory(assets.PathOf("clusters/templates/small.json.hbs"));
        File.CreateSymbolicLink(assets.PathOf("clusters/link.json"), "/not/mounted/link.json");
        if (!OperatingSystem.IsWindows())
            NamedPipe.Create(assets.PathOf("clusters/pipe.json"));

        Assert.Empty(Clusters());
        Assert.Equal(
            [
                "clusters/empty.json: error FIL001: This is a folder, and a file is expected. Rename or remove it.",
                "clusters/folder.json: error FIL001: This is a folder, and a file is expected. Rename or remove it.",
                "clusters/link.json: error FIL002: This link leads nowhere. Correct or remove it.",
                .. OperatingSystem.IsWindows()
                    ? Array.Empty<string>()
                    : ["clusters/pipe.json: warning FIL009: This is a named pipe and is not deployed. Remove it."],
                "clusters/templates/small.json.hbs: error FIL001: This is a folder, and a file is expected. Rename or remove it.",
            ],
            assets.Printed()
        );
    }

    [Fact]
    public void A_folder_that_was_asked_for_must_exist()
    {
        Directory.CreateDirectory(assets.PathOf("clusters"));

        new JsonDeclarations(assets.Assets).Read("clusters", "cluster", ["cluster_name"], assets.Findings, required: true);

        Assert.Equal(
            ["cluster: error FIL004: The folder does not exist. Did you mean clusters? Create it, or name another."],
            assets.Printed()
        );
    }

    [Theory]
    [InlineData(
        """{ "spark_version": "x" }""",
        "(1,1): error DEC001: cluster_name is missing. Add it: the asset is found in the workspace by this name."
    )]
    [InlineData(
        """{ "clustername": "x" }""",
        "(1,1): error DEC001: cluster_name is missing; clustername was perhaps meant to be it. Add it: the asset is found in the "
            + "workspace by this name."
    )]
    [InlineData(
        """{ "spark_version": "x", "display_name": "etl" }""",
        "(1,1): error DEC001: cluster_name is missing; display_name was perhaps meant to be it. Add it: the asset is found in the "
            + "workspace by this name."
    )]
    [InlineData(
        """{ "cluster_name": "" }""",
        "(1,3): error DEC002: cluster_name must be a text that is not empty, and it is empty. Give the asset a name."
    )]
    [InlineData(
        """{ "cluster_name": "  " }""",
        "(1,3): error DEC002: cluster_name must be a text that is not empty, and it is blank. Give the asset a name."
    )]
    [InlineData(
        """{ "cluster_name": null }""",
        "(1,3): error DEC002: cluster_name must be a text that is not empty, and it is null. Give the asset a name."
    )]
    [InlineData(
        """{ "cluster_name": 7 }""",
        "(1,3): error DEC002: cluster_name must be a text that is not empty, and it is a number without quotes. Give the asset a name."
    )]
    public void A_declaration_needs_a_name(string json, string finding)
    {
        assets.Write("clusters/etl.json", json);

        Assert.Empty(Clusters());
        Assert.Equal([$"clusters/etl.json{finding}"], assets.Printed());
    }

    [Fact]
    public void Two_files_with_one_name_each_name_the_other()
    {
        assets.Write("clusters/a.json", """{ "cluster_name": "etl" }""");
        assets.Write("clusters/old/a.json", "{\n  \"cluster_name\": \"etl\" }");
        assets.Write("clusters/b.json", """{ "cluster_name": "ETL" }""");

        Clusters();

        Assert.Equal(
            [
                "clusters/a.json(1,3): error DEC003: clusters.etl: clusters/old/a.json has the same name. Rename or remove one of them.",
                "clusters/old/a.json(2,3): error DEC003: clusters.etl: clusters/a.json has the same name. Rename or remove one of them.",
            ],
            assets.Printed()
        );
    }

    [Fact]
    public void The_name_may_stand_in_several_places()
    {
        assets.Write("jobs/a.json", """{ "name": "plain" }""");
        assets.Write("jobs/b.json", """{ "job_id": 7, "settings": { "name": "wrapped" } }""");
        assets.Write("jobs/c.json", """{ "settings": { "name": "" } }""");

        Assert.Equal(["plain", "wrapped"], Jobs().Select(job => job.Name));
        Assert.Equal(
            ["jobs/c.json(1,17): error DEC002: settings.name must be a text that is not empty, and it is empty. Give the asset a name."],
            assets.Printed()
        );
    }

    [Fact]
    public void Files_of_other_kinds_are_warned_of_with_what_to_do()
    {
        foreach (var name in new[] { "etl.json.bak", "etl.jsonc", "etl.py", "etl.sh", "etl.yml", "notes.txt" })
            assets.Write($"clusters/{name}", "");

        Assert.Empty(Clusters());
        Assert.Equal(
            [
                "clusters/etl.json.bak: warning DEC004: This file is not deployed: its name must end in .json. Rename it, or remove it.",
                "clusters/etl.jsonc: warning DEC004: This file is not deployed: it must be named etl.json. Comments are allowed there too.",
                "clusters/etl.py: warning DEC004: This file is not deployed: a notebook belongs in notebooks/. Move it there.",
                "clusters/etl.sh: warning DEC004: This file is not deployed: an init script belongs in init-scripts/. Move it there.",
                "clusters/etl.yml: warning DEC004: This file is not deployed: clusters/ holds JSON. Write it as JSON.",
                "clusters/notes.txt: warning DEC004: This file is not deployed: clusters/ holds .json files only. Move or remove it.",
            ],
            assets.Printed()
        );
    }

    [Fact]
    public void A_broken_file_does_not_hide_the_others()
    {
        assets.Write("clusters/a.json", "{");
        assets.Write("clusters/b.json", """{ "cluster_name": "etl" }""");

        Assert.Equal("etl", Assert.Single(Clusters()).Name);
        Assert.Equal("JSN001", Assert.Single(assets.Findings).Code);
    }

    private IReadOnlyList<Declaration> Clusters() =>
        new JsonDeclarations(assets.Assets).Read("clusters", "clusters", ["cluster_name"], assets.Findings);

    private IReadOnlyList<Declaration> Jobs() =>
        new JsonDeclarations(assets.Assets).Read("jobs", "jobs", ["name", "settings.name"], assets.Findings);
}
