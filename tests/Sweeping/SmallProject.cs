using CsCheck;

namespace Layercake.Sweeping;

/// <summary>A repository of a few assets, each absent or in one of two versions.</summary>
public sealed record SmallProject(IReadOnlyList<int> Versions)
{
    private const int MostVersions = 2;

    private static readonly (string Name, string File, Func<int, string> Text)[] Assets =
    [
        ("/Shared/app/init-scripts/install.sh", "init-scripts/install.sh", version => $"echo {version}\n"),
        ("cluster a", "clusters/a.json", version => Projects.Cluster("a", $""" "autotermination_minutes": {version * 20} """)),
        ("cluster b", "clusters/b.json", version => Projects.Cluster("b", $""" "autotermination_minutes": {version * 20} """)),
        ("/Shared/app/notebooks/load", "notebooks/load.py", version => Projects.Notebook($"print({version})")),
        ("/Shared/app/notebooks/sub/deep", "notebooks/sub/deep.py", version => Projects.Notebook($"print({version})")),
        ("/Shared/app/notebooks/plain.txt", "notebooks/plain.txt", version => $"{version}\n"),
        ("job x", "jobs/x.json", version => Projects.Job("x", Alone, $""" "max_concurrent_runs": {version} """)),
        ("job y", "jobs/y.json", version => Projects.Job("y", Alone, $""" "timeout_seconds": {version * 60} """)),
        ("job z", "jobs/z.json", version => Projects.Job("z", Alone, $""" "timeout_seconds": {version * 60} """)),
    ];

    private const string Alone =
        """{ "task_key": "main", "notebook_task": { "notebook_path": "/Shared/x" }, "environment_key": "default" }""";

    public static Gen<SmallProject> Any { get; } =
        Gen.Int[0, MostVersions].List[Assets.Length].Select(versions => new SmallProject(versions));

    public IReadOnlyDictionary<string, string> Files =>
        Present.ToDictionary(asset => asset.Asset.File, asset => asset.Asset.Text(asset.Version));

    /// <summary>As an inventory calls what is declared.</summary>
    public IReadOnlyList<string> Objects => [.. Present.Select(asset => asset.Asset.Name)];

    public override string ToString() =>
        Objects.Count == 0 ? "nothing" : string.Join(", ", Present.Select(asset => $"{asset.Asset.File} v{asset.Version}"));

    private IEnumerable<((string Name, string File, Func<int, string> Text) Asset, int Version)> Present =>
        Assets.Zip(Versions).Where(asset => asset.Second > 0);
}
