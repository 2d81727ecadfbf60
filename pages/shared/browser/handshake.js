// Called at every rerun with new data; what a part listens to is set up once, and always looks at the newest data.
export default function (component) {
  const { parentElement } = component;
  if (parentElement.hand?.alive) parentElement.hand.hear(component);
  else parentElement.hand = begin(component);
  return parentElement.hand.end;
}
