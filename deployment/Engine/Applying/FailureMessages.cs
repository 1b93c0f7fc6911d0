using Layercake.Engine.Declarations;
using Layercake.Engine.Planning;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Applying;

/// <summary>Describes a failed call, with the place in Git that it concerns.</summary>
public static class FailureMessages
{
    /// <summary>Shorter values may occur in a message by chance.</summary>
    private const int ShortestValue = 4;

    /// <summary>The reason of the failure in the service's words. An error of this tool is only called that.</summary>
    public static string Words(Exception exception) =>
        exception
            is InvalidCastException
                or NullReferenceException
                or ArgumentException
                or InvalidOperationException
                or KeyNotFoundException
                or FormatException
            ? $"this tool made a mistake ({exception.GetType().Name} in "
                + $"{exception.TargetSite?.DeclaringType?.Name}.{exception.TargetSite?.Name}). Please report it."
            // The system's own message has a path of this machine in it.
            : DiskErrors.Is(exception) ? $"a file cannot be read or written: {DiskErrors.Words(exception)}."
            : exception.Message;

    internal static string Of(Change change, Declaration? declaration, Exception exception)
    {
        var verb = change.Action.ToString().ToLowerInvariant();
        var said = Words(exception);
        return $"{change.Asset}: cannot {verb}: {said}{Environment.NewLine}  {Declared(change, declaration, exception)}";
    }

    /// <summary>Of an object that was written, and could not be waited for.</summary>
    internal static string OfWait(Change change, Declaration declaration, Exception exception) =>
        $"{change.Asset}: written, but not ready: {Words(exception)}{Environment.NewLine}  {Declared(change, declaration, exception)}";

    private static string Declared(Change change, Declaration? declaration, Exception exception)
    {
        if (declaration is null)
            return $"Declared in {change.File ?? "an earlier deployment"}.";

        var field = exception is WorkspaceApiException failure ? Field(declaration.Content, failure.ServiceMessage) : null;
        var place = declaration.PlaceOf(field);
        return field is null || place.Line == 0
            ? $"Declared in {declaration.File}."
            : $"Declared in {place.File} line {place.Line}, {field.Path}.";
    }

    /// <summary>The field whose value the service's message quotes, else the one whose name it mentions.</summary>
    private static JToken? Field(JObject content, string message)
    {
        var values = content.Descendants().OfType<JValue>().ToList();
        return values.FirstOrDefault(value =>
                value.Type == JTokenType.String
                && ((string)value!).Length >= ShortestValue
                && message.Contains((string)value!, StringComparison.Ordinal)
            )
            ?? (JToken?)
                values.FirstOrDefault(value =>
                    value.Parent is JProperty property
                    && property.Name.Length >= ShortestValue
                    && message.Contains(property.Name, StringComparison.Ordinal)
                );
    }
}
