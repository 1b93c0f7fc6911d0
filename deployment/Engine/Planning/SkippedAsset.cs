using Layercake.Engine.Declarations;

namespace Layercake.Engine.Planning;

/// <summary>A declared asset that a deployment leaves out, because something is wrong with it or with what it needs.</summary>
public sealed record SkippedAsset
{
    public required string Kind { get; init; }

    /// <summary>Null when its file does not say, since it could not be read.</summary>
    public string? Name { get; init; }

    public required string File { get; init; }

    /// <summary>What is wrong with the asset itself; empty when only what it needs is left out.</summary>
    public IReadOnlyList<Finding> Errors { get; init; } = [];

    /// <summary>The assets it needs that are left out, as kind and name.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>As kind and name, or the file when there is no name.</summary>
    public string Asset => Name is null ? File : AssetId.Of(Kind, Name);

    /// <summary><c>JOB004, JOB008</c>, or <c>needs clusters.etl</c></summary>
    public string Reason =>
        string.Join(
            ", ",
            [.. Errors.Select(error => error.Code).Distinct(StringComparer.Ordinal), .. Needs.Select(asset => $"needs {asset}")]
        );
}

/// <summary>What is left of a set of assets when those with errors, and all that depends on them, are put aside.</summary>
/// <param name="Deployable">What can be deployed.</param>
/// <param name="Skipped">By kind in order of deployment, then by name; files without a name last.</param>
/// <param name="Blocking">Errors that belong to no single asset: nothing can be deployed while one of these stands.</param>
public sealed record IsolationResult<T>(T Deployable, IReadOnlyList<SkippedAsset> Skipped, IReadOnlyList<Finding> Blocking);
