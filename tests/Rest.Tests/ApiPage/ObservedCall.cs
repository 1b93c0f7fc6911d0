using System.Globalization;
using System.Reflection;
using Layercake.Rest.Tests.Support;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests.ApiPage;

/// <summary>What a call does when it is made: seen from the service, so that it is so.</summary>
internal sealed record ObservedCall(string Request, bool IsPaged, string SentAgain)
{
    private const long FirstNumber = 424_242_001;

    // Of an answer, as much as a first page of any call needs: what it has besides is of no interest.
    private const string Page = """{"next_page_token":"2","totalResults":2,"Resources":[{"id":"1"}],"job_id":1,"run_id":1}""";

    public static async Task<ObservedCall> OfAsync(Type family, MethodInfo method)
    {
        var sent = await MadeAsync(family, method, flags: true, 200, Page);
        var again = await IsSentAgainAsync(family, method, flags: true);
        var without = await IsSentAgainAsync(family, method, flags: false);
        var flag = ApiMethods.Parameters(method).FirstOrDefault(parameter => parameter.ParameterType == typeof(bool))?.Name;
        var request = $"{sent[0].Method} {Named(Uri.UnescapeDataString(sent[0].Path), method)}";
        return new ObservedCall(
            request,
            sent.Count > 1 && sent[1].Path == sent[0].Path && sent[0].Method == "GET",
            again == without ? (again ? "yes" : "no") : $"only with `{flag}`"
        );
    }

    /// <summary>Whether it is repeated after an answer that leaves open whether it took effect.</summary>
    private static async Task<bool> IsSentAgainAsync(Type family, MethodInfo method, bool flags) =>
        await MadeAsync(family, method, flags, 503, "{}") is [var first, var second, ..] && $"{first}" == $"{second}";

    private static async Task<IReadOnlyList<Sent>> MadeAsync(Type family, MethodInfo method, bool flags, int status, string body)
    {
        var bench = new Bench();
        bench.Service.Then(status, body);
        object?[] arguments = [.. method.GetParameters().Select(parameter => Argument(parameter, flags))];
        try
        {
            var answer = method.Invoke(ApiMethods.New(family, bench.Client), arguments);
            if (answer is IAsyncEnumerable<JObject> pages)
                await pages.CountAsync();
            else
                await (Task)answer!;
        }
        catch (WorkspaceApiException)
        {
            // Such an answer is none of this call; its request is what was wanted.
        }

        return bench.Service.Requests;
    }

    private static object? Argument(ParameterInfo parameter, bool flags) =>
        parameter.ParameterType switch
        {
            var type when type == typeof(string) => $"{(parameter.Name is "path" or "directory" ? "/" : "")}{{{parameter.Name}}}",
            var type when type == typeof(long) => FirstNumber + parameter.Position,
            var type when type == typeof(bool) => flags,
            var type when type == typeof(JObject) => new JObject(),
            var type when type == typeof(JArray) => new JArray(),
            var type when type == typeof(byte[]) => Array.Empty<byte>(),
            var type when type == typeof(Uri) => new Uri("https://vault.example"),
            var type when type == typeof(Func<Stream>) => () => Stream.Null,
            var type when type == typeof(CancellationToken) => CancellationToken.None,
            var type when type.IsAssignableFrom(typeof(string[])) => new[] { parameter.Name! },
            var type when type.IsAssignableFrom(typeof(JObject[])) => new[] { new JObject() },
            { IsEnum: true } type => Enum.GetValues(type).Cast<object>().Last(),
            var type when Nullable.GetUnderlyingType(type) is not null => null,
            var type => throw new NotSupportedException($"{parameter.Member.Name}: say here what to send as {type}."),
        };

    private static string Named(string path, MethodInfo method) =>
        ApiMethods
            .Parameters(method)
            .Aggregate(
                path,
                (text, parameter) =>
                    text.Replace(
                        (FirstNumber + parameter.Position).ToString(CultureInfo.InvariantCulture),
                        $"{{{parameter.Name}}}",
                        StringComparison.Ordinal
                    )
            );
}
