using Layercake.Rest;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Model;

/// <summary>Reads what the service answers about an object. The service may change, and a proxy may answer in its place.</summary>
internal static class AnswerReading
{
    private const int Shown = 200;

    /// <exception cref="WorkspaceApiException">It could not be read, or has no id.</exception>
    public static LiveAsset Read(AssetKind kind, JObject answer, Func<LiveAsset> read) =>
        Try(kind, answer, read) is { Id.Length: > 0, Name: not null } asset ? asset : throw Unusable(kind, answer);

    /// <exception cref="WorkspaceApiException">It could not be read.</exception>
    public static T Try<T>(AssetKind kind, JObject answer, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsOfReading(e))
        {
            throw Unusable(kind, answer);
        }
    }

    /// <param name="read">Asks for something and reads the answer.</param>
    /// <inheritdoc cref="Try{T}(AssetKind, JObject, Func{T})"/>
    public static async Task<T> TryAsync<T>(AssetKind kind, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (IsOfReading(e))
        {
            throw Unusable(kind, null);
        }
    }

    private static bool IsOfReading(Exception e) =>
        e is ArgumentException or InvalidCastException or InvalidOperationException or FormatException or OverflowException;

    /// <remarks>Without the text of the exception, which may hold a value.</remarks>
    private static WorkspaceApiException Unusable(AssetKind kind, JObject? answer) =>
        new(
            $"The answer about a {kind.Noun} is none that this call has{(answer is null ? "" : $": {Fields(answer)}")}. Whatever stands "
                + "between here and the workspace may have changed it."
        )
        {
            Method = "GET",
            Path = kind.Name,
            Status = 200,
            ErrorCode = "UNEXPECTED_ANSWER",
        };

    /// <summary>The fields and the sorts of their values; values may be secret.</summary>
    private static string Fields(JObject answer)
    {
        var all = answer.Properties().Select(field => $"{field.Name} ({field.Value.Type.ToString().ToLowerInvariant()})");
        var fields = string.Join(", ", all);
        return fields.Length == 0 ? "an empty object" : fields[..Math.Min(fields.Length, Shown)];
    }
}
