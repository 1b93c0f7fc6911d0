using CsCheck;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Sweeping;

/// <summary>A rule of what goes wrong, as the local cloud takes it; null body stands for tokens that run out.</summary>
public sealed record Fault(JObject? Rule)
{
    private static readonly string[] Paths =
    [
        "/api/2.0/workspace/import",
        "/api/2.0/workspace/export",
        "/api/2.0/workspace/list",
        "/api/2.0/workspace/mkdirs",
        "/api/2.0/workspace/delete",
        "/api/2.1/clusters/create",
        "/api/2.1/clusters/edit",
        "/api/2.1/clusters/delete",
        "/api/2.1/clusters/get",
        "/api/2.1/clusters/list",
        "/api/2.1/clusters/permanent-delete",
        "/api/2.2/jobs/create",
        "/api/2.2/jobs/reset",
        "/api/2.2/jobs/delete",
        "/api/2.2/jobs/get",
        "/api/2.2/jobs/list",
    ];

    private static readonly string[] Effects =
    [
        """{ "status": 429 }""",
        """{ "status": 429, "retry_after": "7" }""",
        """{ "status": 500 }""",
        """{ "status": 503 }""",
        """{ "action": "drop_before" }""",
        """{ "action": "drop_after" }""",
        """{ "action": "delay", "ms": 15000 }""",
    ];

    /// <summary>Somewhere in a run, or at the first calls of one kind.</summary>
    private static readonly Gen<Fault> Disturbances = Gen.OneOf(
            Gen.Select(Gen.Const("/api/*"), Gen.Int[0, 45], Gen.Int[1, 9]),
            Gen.Select(Gen.Int[0, Paths.Length - 1].Select(path => Paths[path]), Gen.Int[0, 2], Gen.Int[1, 9])
        )
        .Select(
            Gen.Int[0, Effects.Length - 1].Select(effect => Effects[effect]),
            (place, effect) =>
                new Fault(
                    new JObject(JObject.Parse(effect))
                    {
                        ["path"] = place.Item1,
                        ["skip"] = place.Item2,
                        ["times"] = place.Item3,
                    }
                )
        );

    /// <summary>Only lists of jobs and clusters lag: a file is there when its write is answered.</summary>
    private static readonly Gen<Fault> Stale = Gen.Select(
        Gen.Bool,
        Gen.Int[1, 2],
        (jobs, times) =>
            new Fault(
                new JObject
                {
                    ["path"] = jobs ? "/api/2.2/jobs/list" : "/api/2.1/clusters/list",
                    ["action"] = "stale",
                    ["times"] = times,
                }
            )
    );

    public static Gen<Fault> Any { get; } = Gen.Frequency((10, Disturbances), (2, Stale), (1, Gen.Const(new Fault((JObject?)null))));

    public Task ArmAsync(World world) =>
        Rule is null ? world.Cloud.AdminAsync("POST", "/tokens/expire") : world.Cloud.AddFaultAsync(Rule.ToString());

    public override string ToString() => Rule?.ToString(Formatting.None) ?? "tokens run out";
}
