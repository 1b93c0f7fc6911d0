using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Apis;

/// <summary>
/// What is read of an answer by name. An answer of this shape can be read without a second look; what nobody reads may be anything.
/// </summary>
internal sealed class AnswerShape(params IReadOnlyList<AnswerField> fields)
{
    /// <summary>For answers of which nothing is read.</summary>
    public static AnswerShape Any { get; } = new();

    /// <summary>The same fields of each object in a list.</summary>
    public AnswerShape In(string list) =>
        new([AnswerField.Objects(list), .. fields.Select(field => field with { Path = $"{list}[].{field.Path}" })]);

    public AnswerShape With(params IEnumerable<AnswerField> more) => new([.. fields, .. more]);

    /// <exception cref="WorkspaceApiException">The answer has another shape.</exception>
    public JObject Checked(WorkspaceRequest request, JObject answer)
    {
        foreach (var field in fields)
            if (field.Misfit(answer) is { } misfit)
                throw Unusable(request, misfit);

        return answer;
    }

    /// <summary>An answer that nothing may be concluded from: least of all that something is not there.</summary>
    /// <param name="how">What it is like, to follow "answered 200".</param>
    public static WorkspaceApiException Unusable(WorkspaceRequest request, string how)
    {
        var unknown = request.Repeat == RepeatSafety.Unsafe;
        return new WorkspaceApiException(
            $"{request} answered 200 {how}. That is no answer of this call; whatever stands between here and the workspace may "
                + $"have changed it.{(unknown ? " Whether it took effect is not known." : "")}"
        )
        {
            Method = request.Method.Method,
            Path = request.Path,
            Status = 200,
            ErrorCode = "UNEXPECTED_ANSWER",
            ServiceMessage = $"The answer came {how}",
            OutcomeUnknown = unknown,
        };
    }
}
