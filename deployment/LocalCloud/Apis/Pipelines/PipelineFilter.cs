using System.Text.RegularExpressions;
using Layercake.LocalCloud.Apis.Objects;
using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Pipelines;

/// <summary>The filters of a listing: <c>name LIKE '%etl%'</c> and <c>notebook='/Shared/etl'</c>.</summary>
internal static partial class PipelineFilter
{
    /// <exception cref="ApiError">400 when it is neither.</exception>
    public static Func<StoredObject, bool> Read(string? filter)
    {
        if (filter is null)
            return _ => true;
        if (NameLike().Match(filter) is { Success: true } like)
        {
            var pattern = $"^{Regex.Escape(like.Groups["pattern"].Value).Replace("%", ".*", StringComparison.Ordinal)}$";
            return pipeline =>
                Regex.IsMatch(
                    (string)pipeline.Spec["name"]!,
                    pattern,
                    RegexOptions.IgnoreCase | RegexOptions.Singleline,
                    TimeSpan.FromSeconds(1)
                );
        }

        if (Notebook().Match(filter) is { Success: true } notebook)
            return pipeline =>
                pipeline
                    .Spec.Objects("libraries")
                    .Any(library => (string?)library.SelectToken("notebook.path") == notebook.Groups["path"].Value);

        throw ApiError.InvalidParameter($"Invalid filter: {filter}");
    }

    [GeneratedRegex(@"^\s*name\s+LIKE\s+'(?<pattern>[^']*)'\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex NameLike();

    [GeneratedRegex(@"^\s*notebook\s*=\s*'(?<path>[^']*)'\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Notebook();
}
