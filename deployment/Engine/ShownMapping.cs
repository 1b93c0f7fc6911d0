using Layercake.Engine.Environments;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Mappings;

namespace Layercake.Engine;

/// <summary>A line of an environment's mapping file, for people.</summary>
/// <param name="What">What is mapped: <c>clusters</c>, or <c>run as</c>.</param>
/// <param name="From">The name in Git.</param>
/// <param name="To">The name in the environment.</param>
/// <param name="Place">File and line: <c>deployment/environments/prod.mappings.json(4)</c>.</param>
public sealed record ShownMapping(string What, string From, string To, string Place)
{
    /// <inheritdoc cref="DeploymentSession.Mappings"/>
    internal static IReadOnlyList<ShownMapping> Of(DeploymentEnvironment environment)
    {
        if (environment.MappingsFile is not { } path)
            return [];

        var file = EnvironmentFiles.Shown(path);
        var read = MappingFile.Read(path, file, []);
        return
        [
            .. read
                .Names.Select(name => (What: name.Kind, name.From, name.To, name.Line))
                .Concat(read.RunAs.Select(run => (What: "run as", run.From, run.To, run.Line)))
                .OrderBy(mapping => mapping.Line)
                .Select(mapping => new ShownMapping(mapping.What, mapping.From, mapping.To, $"{file}({mapping.Line})")),
        ];
    }
}
