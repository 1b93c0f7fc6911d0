namespace Layercake.Engine.Planning;

/// <summary>Finds the cycles of a graph, by Tarjan's algorithm.</summary>
internal sealed class StrongComponents
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> graph;
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> lowest = new(StringComparer.Ordinal);
    private readonly Stack<string> open = new();
    private readonly HashSet<string> isOpen = new(StringComparer.Ordinal);
    private readonly List<IReadOnlySet<string>> found = [];

    private StrongComponents(IReadOnlyDictionary<string, IReadOnlyList<string>> graph) => this.graph = graph;

    /// <summary>The largest groups in which every node leads to every other and to itself, in the order of their first names.</summary>
    public static IReadOnlyList<IReadOnlySet<string>> Circular(IReadOnlyDictionary<string, IReadOnlyList<string>> graph)
    {
        var search = new StrongComponents(graph);
        foreach (var node in graph.Keys.Order(StringComparer.Ordinal))
            if (!search.numbers.ContainsKey(node))
                search.Visit(node);

        return [.. search.found.OrderBy(group => group.First(), StringComparer.Ordinal)];
    }

    /// <summary>Its own stack of steps: a chain of jobs may be longer than calls can nest.</summary>
    private void Visit(string start)
    {
        var steps = new Stack<(string Node, int Next)>();
        Enter(start);
        steps.Push((start, 0));
        while (steps.TryPop(out var step))
        {
            var others = graph[step.Node];
            if (step.Next == others.Count)
            {
                Leave(step.Node);
                if (steps.TryPeek(out var above))
                    lowest[above.Node] = Math.Min(lowest[above.Node], lowest[step.Node]);
                continue;
            }

            steps.Push(step with { Next = step.Next + 1 });
            var other = others[step.Next];
            if (!numbers.TryGetValue(other, out var number))
            {
                Enter(other);
                steps.Push((other, 0));
            }
            else if (isOpen.Contains(other))
                lowest[step.Node] = Math.Min(lowest[step.Node], number);
        }
    }

    private void Enter(string node)
    {
        numbers[node] = lowest[node] = numbers.Count;
        open.Push(node);
        isOpen.Add(node);
    }

    private void Leave(string node)
    {
        if (lowest[node] != numbers[node])
            return;

        var group = new SortedSet<string>(StringComparer.Ordinal);
        string member;
        do
        {
            member = open.Pop();
            isOpen.Remove(member);
            group.Add(member);
        } while (member != node);

        if (group.Count > 1 || graph[node].Contains(node))
            found.Add(group);
    }
}
