using Layercake.Rest;

namespace Layercake.Engine.Kinds.Model;

/// <summary>The calls by which a kind changes a workspace, by what they are for. Plans announce them.</summary>
internal sealed record WriteCalls
{
    public required IReadOnlyList<WriteCall> Create { get; init; }

    public IReadOnlyList<WriteCall> Update { get; init; } = [];

    public IReadOnlyList<WriteCall> Delete { get; init; } = [];

    public IReadOnlyList<WriteCall> Stop { get; init; } = [];

    /// <summary>Makes the folders that an object lies in, and deletes an empty one that is in its way.</summary>
    public IReadOnlyList<WriteCall> Folders { get; init; } = [];

    /// <summary>Of a part, which is there with its object and is only brought to what Git says.</summary>
    public static WriteCalls OfPart(params IEnumerable<string> calls)
    {
        var list = WriteCall.List(calls);
        return new WriteCalls { Create = list, Update = list };
    }
}
